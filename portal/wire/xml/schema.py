"""What messages look like: the two schemas as they are published, and their names."""

from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

DECLARATION_SPACE: Final = "urn:fla:declaration:1"
RESULT_SPACE: Final = "urn:fla:result:1"
DECLARATION: Final = Path(__file__).with_name("fla-declaration-1.xsd")
RESULT: Final = Path(__file__).with_name("fla-result-1.xsd")
VERSION: Final = "1.0"  # of both


@cache
def declaration_schema() -> etree.XMLSchema:
    """Return the schema of declarations, ready to hold elements against."""
    return etree.XMLSchema(etree.parse(DECLARATION))
