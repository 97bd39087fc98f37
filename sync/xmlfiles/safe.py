"""XML of unknown origin to a tree: no entities, nothing fetched, bounded depth."""

from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat.errors import messages

_DEEPEST = 64
#: Five days at 1 Hz with every extension.
_MOST_ELEMENTS = 6_000_000


class UnsafeXmlError(Exception):
    """Damaged XML, or XML that asks for more than reading it; the message is one line."""


def parse(data: bytes) -> Element:
    """The root element; names without namespace prefix ("gpxtpx:hr" becomes "hr")."""
    builder = TreeBuilder()
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise UnsafeXmlError("XML nested too deeply or too large, refused")
        builder.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition(":")[2])

    def refuse(*_: object) -> NoReturn:
        raise UnsafeXmlError("XML with entity declarations, refused")

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data.lstrip(), True)
    except ExpatError as error:
        raise UnsafeXmlError(f"damaged XML: {messages[error.code]}, line {error.lineno}") from None
    except (LookupError, ValueError):  # no such encoding, or one that expat cannot read
        raise UnsafeXmlError("XML in an unknown encoding") from None
    return builder.close()
