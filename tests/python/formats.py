"""Reads what check-api wrote, with libraries that share nothing with it.

Usage: formats.py FOLDER SCHEMA. In FOLDER stand, for every case: its message as JSON
(NAME.json), the official XML in both character sets (NAME.xml, NAME-shift-jis.xml), CSV
(NAME.csv) and, where there is one, the FHIR bundle (NAME.fhir). For check-api to read, the
same messages are written back as NAME.back.xml, NAME.back-cp932.xml and NAME.back.csv. Ends
with a line of counts, or with the first difference.
"""

import csv
import io
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

from fhir.resources.R4B.bundle import Bundle
from lxml import etree

LISTS = {
    "ResultList",
    "SpecificDiseasesCertificateList",
    "PublicExpenseResultList",
}
RESULT = "ResultOfQualificationConfirmation"
RISKY = tuple("=+-@\t\r\n＝＋－＠'")


def expect(actual, expected, what):
    if actual != expected:
        sys.exit(f"{what}: found {actual!r}, expected {expected!r}")


def tree_of_json(value):
    """Names and the values under them, in the way in which XML has them."""
    if not isinstance(value, dict):
        return value
    tree = {}
    for name, inside in value.items():
        if name in LISTS and isinstance(inside, list):
            merged = {}
            for wrapping in inside:
                for item, one in wrapping.items():
                    many = one if isinstance(one, list) else [one]
                    merged.setdefault(item, []).extend(map(tree_of_json, many))
            tree[name] = [merged]
        else:
            many = inside if isinstance(inside, list) else [inside]
            tree[name] = list(map(tree_of_json, many))
    return tree


def tree_of_xml(element):
    if len(element) == 0:
        text = element.text or ""
        return {} if element.tag in (RESULT, "MessageHeader", "MessageBody") and not text.strip() else text
    tree = {}
    for child in element:
        tree.setdefault(child.tag, []).append(tree_of_xml(child))
    return tree


def alike(tree):
    """The same for padding with blanks and with zeros, and for every line end."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return [alike(one) for one in tree]
    return {
        name: [one.strip().zfill(8) for one in inside] if name == "InsurerNumber" else alike(inside)
        for name, inside in tree.items()
        if name != "CharacterCodeIdentifier"
    }


def text_of_xml(data, shift_jis):
    # Expat knows no Shift_JIS; what it gets is a text without a declaration.
    text = data.decode("cp932" if shift_jis else "utf-8")
    declared = "Shift_JIS" if shift_jis else "UTF-8"
    head = f'<?xml version="1.0" encoding="{declared}" standalone="no"?>\r\n'
    expect(text[: len(head)], head, "declaration")
    return text[len(head):]


def check_xml(case, message, schema, known, counts):
    for shift_jis in (False, True):
        path = case.with_name(case.stem + ("-shift-jis" if shift_jis else "") + ".xml")
        if shift_jis and not path.exists():
            # A text that CP932 cannot hold is not written at all.
            try:
                json.dumps(message, ensure_ascii=False).encode("cp932")
            except UnicodeEncodeError:
                counts["refused"] += 1
                continue
        text = text_of_xml(path.read_bytes(), shift_jis)
        if "&#" in text.replace("&#13;", ""):
            sys.exit(f"{path.name}: a character reference")
        root = ElementTree.fromstring(text)
        expect(root.tag, "XmlMsg", path.name)
        expect(alike(tree_of_xml(root)), alike(tree_of_json(message)), path.name)
        identifier = root.findtext("MessageHeader/CharacterCodeIdentifier")
        if root.find("MessageHeader/SegmentOfResult") is not None:
            expect(identifier, "1" if shift_jis else "0", f"{path.name} CharacterCodeIdentifier")
        document = etree.fromstring(text)
        names = {element.tag for element in document.iter()}
        expect(schema.validate(document), names <= known, f"{path.name} {schema.error_log}")
        counts["valid" if names <= known else "with unknown elements"] += 1
        check_order(document, schema, counts)


def check_order(document, schema, counts):
    """The schema is no rubber stamp: a header back to front is not valid."""
    header = document.find("MessageHeader")
    if len(header) > 1:
        header[:] = reversed(header)
        expect(schema.validate(document), False, "a header back to front")
        counts["back to front"] += 1


def write_xml(case, message):
    root = ElementTree.Element("XmlMsg")

    def fill(element, tree):
        if isinstance(tree, str):
            element.text = tree
            return
        for name, many in tree.items():
            for one in many:
                fill(ElementTree.SubElement(element, name), one)

    fill(root, tree_of_json(message))
    for ending, encoding in (("back.xml", "utf-8"), ("back-cp932.xml", "cp932")):
        data = ElementTree.tostring(root, encoding=encoding, xml_declaration=True)
        case.with_name(f"{case.stem}.{ending}").write_bytes(data)


def check_csv(case, message, counts):
    data = case.with_name(case.stem + ".csv").read_bytes()
    expect(data[:3], b"\xef\xbb\xbf", "byte order mark")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    names = [head.split(" ")[0] for head in rows[0]]
    results = [one[RESULT] for one in message.get("MessageBody", {}).get("ResultList", [])]
    is_batch = "BulkConfirmUnit" in message.get("MessageBody", {})
    if not is_batch:
        expect(len(rows) - 1, max(1, len(results)), f"{case.stem} rows")
    for number, row in enumerate(rows[1:]):
        expect([cell for cell in row if cell.startswith(RISKY[:-1])], [], "a formula")
        cells = {
            name: cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
            for name, cell in zip(names, row, strict=True)
        }
        others = json.loads(cells["OtherElements"] or "{}")
        groups = {"MessageHeader": message["MessageHeader"]}
        if not is_batch:
            groups["MessageBody"] = message.get("MessageBody", {})
            groups[RESULT] = results[number] if results else {}
        for group, elements in groups.items():
            for name, text in elements.items():
                if isinstance(text, str):
                    found = cells.get(name) if name in cells else others.get(group, {}).get(name)
                    expect(found, text, f"{case.stem} row {number + 1} {name}")
                    counts["cells"] += 1
    back = io.StringIO(newline="")
    csv.writer(back, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    case.with_name(case.stem + ".back.csv").write_bytes(back.getvalue().encode("utf-8"))


def check_fhir(case, message, counts):
    path = case.with_name(case.stem + ".fhir")
    if not path.exists():
        return
    raw = json.loads(path.read_bytes())
    bundle = Bundle.model_validate(raw)
    addresses = {entry.fullUrl for entry in bundle.entry}
    expect(len(addresses), len(bundle.entry), "addresses")
    for reference in references(raw):
        if reference not in addresses:
            sys.exit(f"{path.name}: {reference} is not in the bundle")
    response = bundle.entry[0].resource
    expect(response.get_resource_type(), "CoverageEligibilityResponse", "first entry")
    body = message.get("MessageBody", {})
    told = (
        message["MessageHeader"].get("SegmentOfResult"),
        body.get("ProcessingResultStatus"),
        body.get("QualificationValidity"),
    )
    for insurance in response.insurance or []:
        if insurance.inforce is True and told not in (("1", "1", "1"), ("1", "1", "6")):
            sys.exit(f"{path.name}: in force, and the answer says {told}")
        if insurance.inforce is False and told[2] not in ("2", "3", "4"):
            sys.exit(f"{path.name}: not in force, and the answer says {told}")
        counts["insurances"] += 1
    persons = [one.resource for one in bundle.entry if one.resource.get_resource_type() == "Patient"]
    names = {name.text for person in persons for name in person.name or []}
    for one in body.get("ResultList", []):
        name = one[RESULT].get("Name")
        if name and name.strip() and name not in names:
            sys.exit(f"{path.name}: a name is missing")
    counts["bundles"] += 1


def references(value):
    if isinstance(value, dict):
        for name, inside in value.items():
            if name == "reference":
                yield inside
            else:
                yield from references(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from references(inside)


def main(folder, schema_path):
    parsed = etree.parse(schema_path)
    schema = etree.XMLSchema(parsed)
    known = {
        element.get("name")
        for element in parsed.iter("{http://www.w3.org/2001/XMLSchema}element")
    }
    counts = dict.fromkeys(
        ("valid", "with unknown elements", "back to front", "refused", "cells", "bundles", "insurances"),
        0,
    )
    for case in sorted(pathlib.Path(folder).glob("*.json")):
        message = json.loads(case.read_bytes())
        check_xml(case, message, schema, known, counts)
        write_xml(case, message)
        check_csv(case, message, counts)
        check_fhir(case, message, counts)
    print(" ".join(f"{name.replace(' ', '-')}={count}" for name, count in counts.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
