"""A completion script for your shell: eval "$(training-brain completion bash)"."""

import sys
from argparse import Action, ArgumentParser, Namespace
from collections.abc import Iterator
from importlib import import_module

from cli.context import Context
from cli.main import COMMANDS

_BASH = """\
_training_brain() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" command="" item
    for item in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        [[ $item == -* ]] || {{ command=$item; break; }}
    done
    case "$command" in
{cases}
        *) COMPREPLY=($(compgen -W "{top}" -- "$word")) ;;
    esac
}}
complete -o default -F _training_brain training-brain
"""

_ZSH = """\
#compdef training-brain
_training_brain() {{
    local command="" item
    for item in ${{words[2,CURRENT-1]}}; do
        [[ $item == -* ]] || {{ command=$item; break }}
    done
    case "$command" in
{cases}
        *) local -a commands=({top}); _describe command commands; compadd -- --demo --help ;;
    esac
}}
compdef _training_brain training-brain
"""


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def run(args: Namespace, _context: Context) -> int:
    makers = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    sys.stdout.write(makers[args.shell](_options()))
    return 0


type Options = dict[str, list[Action]]


def _options() -> Options:
    """command -> its options and choices, asked of the real parsers."""
    found: Options = {}
    for name, command in COMMANDS.items():
        parser = ArgumentParser(prog=name)
        import_module(f"cli.commands.{command.module}").configure(parser)
        found[name] = list(_all_actions(parser))
    return found


def _all_actions(parser: ArgumentParser) -> Iterator[Action]:
    """The parser's own, and those of its sub-commands."""
    for action in parser._actions:
        yield action
        if isinstance(action.choices, dict):
            for inner in action.choices.values():
                yield from _all_actions(inner)


def _words(actions: list[Action]) -> list[str]:
    """What may follow the command: long options, and the words of its choices."""
    words: list[str] = []
    for action in actions:
        words += [text for text in action.option_strings if text.startswith("--")]
        if action.choices:
            words += [str(choice) for choice in action.choices]
    return list(dict.fromkeys(words))


def _bash(options: Options) -> str:
    cases = [
        f'        {name}) COMPREPLY=($(compgen -W "{" ".join(_words(actions))}" -- "$word")) ;;'
        for name, actions in options.items()
    ]
    return _BASH.format(cases="\n".join(cases), top=" ".join([*options, "--demo", "--help"]))


def _zsh(options: Options) -> str:
    cases = []
    for name, actions in options.items():
        files = "_files; " if name == "import" else ""
        cases.append(f"        {name}) {files}compadd -- {' '.join(_words(actions))} ;;")
    top = " ".join(f"'{name}:{_quoted(COMMANDS[name].summary)}'" for name in options)
    return _ZSH.format(cases="\n".join(cases), top=top)


def _quoted(text: str) -> str:
    """For the inside of single quotes, in any of the shells."""
    return text.replace("'", "'\\''")


def _fish(options: Options) -> str:
    lines = [
        "complete -c training-brain -f -n __fish_use_subcommand -l demo -d 'a generated athlete'"
    ]
    for name, actions in options.items():
        summary = _quoted(COMMANDS[name].summary)
        lines.append(
            f"complete -c training-brain -f -n __fish_use_subcommand -a {name} -d '{summary}'"
        )
        within = f"-n '__fish_seen_subcommand_from {name}'"
        for action in actions:
            for text in action.option_strings:
                if text.startswith("--"):
                    lines.append(f"complete -c training-brain {within} -l {text[2:]}")
            if action.choices:
                words = " ".join(str(choice) for choice in action.choices)
                lines.append(f"complete -c training-brain -f {within} -a '{words}'")
    return "\n".join(dict.fromkeys(lines)) + "\n"
