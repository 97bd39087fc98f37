"""The feed's address: a secret, for whoever has it reads the plan. It is shown nowhere."""

import hashlib
import ipaddress
import re
from urllib.parse import unquote, urlsplit

from sync.engine.errors import BadRequestError

#: A part of the address that is shorter, or a mere word, says nothing about whose calendar it is.
_MIN_SECRET = 8


def usable(url: str) -> str:
    """The address to fetch: webcal becomes https. Raises BadRequestError, without the address.

    Plain http is taken for loopback addresses only: anyone on the way could read it.
    """
    text = url.strip()
    scheme, colon, rest = text.partition("://")
    if colon and scheme.lower() in {"webcal", "webcals"}:
        text = f"https://{rest}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not host or re.search(r"[\s\x00-\x1f]", text):
        raise BadRequestError(
            "the plan's address is not complete; copy it whole, it begins with webcal:// or https://"
        )
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return text
    raise BadRequestError(
        "the plan's address must begin with webcal:// or https://; others could read it on the way"
    )


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fingerprint(url: str) -> str:
    """Tells two addresses apart without keeping either."""
    return hashlib.sha256(f"training-brain plan {url}".encode()).hexdigest()[:16]


def without(text: str, url: str) -> str:
    """The text with the address and its telling parts taken out: some feeds quote themselves."""
    for secret in _secrets(url):
        text = text.replace(secret, "[address]")
    return text


def _secrets(url: str) -> list[str]:
    """The longest first, so that no part of one stays."""
    parts = urlsplit(url)
    bare = url.partition("://")[2] or url
    whole = {bare, unquote(bare)}
    if len(parts.path) > 1:
        whole |= {parts.path, unquote(parts.path)}
    words = [*parts.path.split("/"), *re.split("[&=]", parts.query)]
    words += [parts.username or "", parts.password or ""]
    forms = {form for word in words for form in (word, unquote(word), word.removesuffix(".ics"))}
    return sorted(whole | {form for form in forms if _is_token(form)}, key=len, reverse=True)


def _is_token(word: str) -> bool:
    """Made by a machine, not a word that a coach may write: digits, or capitals inside."""
    mixed = word[1:] != word[1:].lower() and word != word.upper()
    return len(word) >= _MIN_SECRET and (mixed or any(letter.isdigit() for letter in word))
