"""Reads what the page has handed on, as other programs would: with Python's own readers of
CSV and XML, and with fhir.resources. Shares no code with the writers.

    read_hand_over.py clipboard|xml|csv|fhir FILE

Prints what it found as JSON.
"""

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as tree
from pathlib import Path


def clipboard(raw: bytes) -> dict:
    """As hirate7/GetClipBoard does: a heading, then one item a line, up to a tab."""
    text = raw.decode("utf-8")
    lines = text.split("\r\n")
    assert lines[0] == "資格情報", lines[0]
    assert lines[-1] == "", "the last line does not end"
    items = {}
    for line in lines[1:-1]:
        key, tab, value = line.partition("\t")
        if tab:
            items.setdefault(key, value)
    return items


def xml(raw: bytes) -> dict:
    """As a program that watches the folder does: by the declared encoding, by element name."""
    declaration = re.match(rb"<\?xml[^>]*encoding=[\"']([^\"']+)", raw)
    assert declaration, raw[:80]
    encoding = declaration.group(1).decode("ascii")
    # The parser knows UTF-8 alone; Python's own table is cp932.
    text = raw.decode({"Shift_JIS": "cp932"}.get(encoding, encoding))
    root = tree.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text))
    assert root.tag == "XmlMsg", root.tag
    assert [child.tag for child in root] == ["MessageHeader", "MessageBody"]
    items = {}
    for element in root.iter():
        if len(element) == 0 and element.text:
            items.setdefault(element.tag, element.text)
    return {"encoding": encoding, **items}


def rows(raw: bytes) -> list:
    """As a spreadsheet does: heads in the first row; their first word is the official name."""
    assert raw.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    heads, *cells = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    names = [head.split(" ")[0] for head in heads]
    return [
        {name: cell for name, cell in zip(names, row, strict=True) if cell} for row in cells
    ]


def fhir(raw: bytes) -> dict:
    """As a FHIR server does: every resource by its own definition."""
    from fhir.resources.R4B.bundle import Bundle

    bundle = Bundle.model_validate_json(raw)
    kinds = [entry.resource.get_resource_type() for entry in bundle.entry]
    answers = [
        entry.resource
        for entry in bundle.entry
        if entry.resource.get_resource_type() == "CoverageEligibilityResponse"
    ]
    assert len(answers) == 1, kinds
    return {
        "kinds": sorted(kinds),
        "outcome": answers[0].outcome,
        "inforce": [insurance.inforce for insurance in answers[0].insurance or []],
    }


READERS = {"clipboard": clipboard, "xml": xml, "csv": rows, "fhir": fhir}

if __name__ == "__main__":
    kind, file = sys.argv[1:]
    print(json.dumps(READERS[kind](Path(file).read_bytes()), ensure_ascii=False))
