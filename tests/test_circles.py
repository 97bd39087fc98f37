"""No module imports itself through others, imports inside functions included."""

from collections.abc import Iterator

import grimp

PACKAGES = ("analytics", "cli", "migrations", "mirror", "reports", "sync", "tui")


def circles(graph: grimp.ImportGraph) -> Iterator[list[str]]:
    """The shortest way back to each module that has one."""
    for module in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            back = graph.find_shortest_chain(imported, module)
            if back is not None:
                yield [module, *back]


def test_no_circle_of_imports() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    assert list(circles(graph)) == []


def test_a_circle_would_be_seen() -> None:
    graph = grimp.ImportGraph()
    for module in ("a", "b", "c"):
        graph.add_module(module)
    graph.add_import(importer="a", imported="b")
    assert list(circles(graph)) == []
    graph.add_import(importer="b", imported="a")
    assert list(circles(graph)) == [["a", "b", "a"], ["b", "a", "b"]]
