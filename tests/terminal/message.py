"""The messages of the terminal, read and written without any of the product's code.

Sources: the public descriptions of the file exchange, that is hangilc/myclinic-ts,
YUKI-ENT/OQSDrug2, YUKI-ENT/sikakuxml and Sotatek-ChinhVu/smart-test. The official
specification is handed to vendors alone and was not read.
"""

import codecs
import io
import re
import xml.etree.ElementTree as tree
import zipfile

# 資格確認要求, 資格確認一括照会要求, 資格確認一括照会ダウンロード要求.
KINDS = {"OQSsiquc01": "single", "OQSmuquc01": "upload", "OQSmuquc02": "download"}
NAME = re.compile(r"(OQS(?:si|mu)quc0[12])req_(\d{8})(\d{4})\.xml")
DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?encoding=[\"']([A-Za-z0-9_.-]+)[\"'][^>]*\?>")

# In the order of the official table.
QUESTION = (
    "InsurerNumber",
    "InsuredCardSymbol",
    "InsuredIdentificationNumber",
    "InsuredBranchNumber",
    "Birthdate",
    "LimitApplicationCertificateRelatedConsFlg",
    "ArbitraryIdentifier",
)
REQUIRED = ("InsurerNumber", "InsuredIdentificationNumber", "Birthdate")


class BadRequest(Exception):
    """A request that the terminal would not understand; its text says why."""


class Request:
    """What was asked."""

    def __init__(self, kind, header, questions, reception):
        self.kind = kind
        self.header = header
        self.questions = questions
        self.reception = reception


def read_request(kind, octets):
    """Reads a request, and is strict about it."""
    root = _parse(_decode(octets))
    if root.tag != "XmlMsg" or [part.tag for part in root] != ["MessageHeader", "MessageBody"]:
        raise BadRequest("not XmlMsg of one header and one body")
    header = _texts(root[0])
    body = root[1]
    if not re.fullmatch(r"\d{10}", header.get("MedicalInstitutionCode", "")):
        raise BadRequest("MedicalInstitutionCode is not ten digits")
    if kind == "download":
        reception = _texts(body).get("ReceptionNumber", "")
        if not reception:
            raise BadRequest("no ReceptionNumber")
        return Request(kind, header, [], reception)
    if not re.fullmatch(r"\d{8}", header.get("QualificationConfirmationDate", "")):
        raise BadRequest("QualificationConfirmationDate is not a day")
    if len(header.get("ArbitraryFileIdentifier", "")) > 50:
        raise BadRequest("ArbitraryFileIdentifier is longer than 50")
    if any(part.tag != "QualificationConfirmSearchInfo" for part in body):
        raise BadRequest("something else than questions")
    questions = [_question(part) for part in body]
    if not questions or (kind == "single" and len(questions) != 1):
        raise BadRequest("not the number of questions of its kind")
    return Request(kind, header, questions, None)


def _question(part):
    names = [element.tag for element in part]
    if names != [name for name in QUESTION if name in names]:
        raise BadRequest("elements unknown, twice or out of order")
    question = _texts(part)
    if any(not question.get(name) for name in REQUIRED):
        raise BadRequest("a required element is missing")
    if len(question["InsurerNumber"]) != 8:
        raise BadRequest("InsurerNumber is not eight wide")
    if not re.fullmatch(r"\d{8}", question["Birthdate"]):
        raise BadRequest("Birthdate is not a day")
    return question


def _decode(octets):
    if octets.startswith(codecs.BOM_UTF8):
        return octets[3:].decode("utf-8")
    head = octets[:200].decode("latin-1")
    declared = DECLARATION.match(head)
    name = declared.group(1).lower() if declared else "utf-8"
    # Microsoft's code page is what the market calls Shift_JIS.
    codec = {"shift_jis": "cp932", "windows-31j": "cp932", "utf-8": "utf-8"}.get(name)
    if codec is None:
        raise BadRequest(f"encoding {name}")
    try:
        return octets.decode(codec)
    except UnicodeDecodeError as error:
        raise BadRequest("not in the encoding that it declares") from error


def _parse(text):
    try:
        # expat knows no encoding of several octets: the declaration stays behind.
        return tree.fromstring(DECLARATION.sub("", text, count=1))
    except tree.ParseError as error:
        raise BadRequest("not well-formed") from error


def _texts(group):
    # A padded number keeps its blanks.
    return {element.tag: element.text or "" for element in group if len(element) == 0}


def write(header, body, encoding, declared=None):
    """The octets of a message: groups are dicts, repeated elements are lists."""
    root = tree.Element("XmlMsg")
    _fill(tree.SubElement(root, "MessageHeader"), header)
    _fill(tree.SubElement(root, "MessageBody"), body)
    text = tree.tostring(root, encoding="unicode")
    codec, name, mark = {
        "shift_jis": ("cp932", "Shift_JIS", b""),
        "utf-8": ("utf-8", "UTF-8", b""),
        "utf-8-bom": ("utf-8", "UTF-8", codecs.BOM_UTF8),
        "euc-jp": ("euc_jp", "EUC-JP", b""),
        "lying": ("utf-8", "Shift_JIS", b""),
    }[encoding]
    head = f'<?xml version="1.0" encoding="{declared or name}" standalone="no"?>\r\n'
    return mark + (head + text).encode(codec, errors="replace")


def _fill(parent, group):
    for name, value in group.items():
        for item in value if isinstance(value, list) else [value]:
            element = tree.SubElement(parent, name)
            if isinstance(item, dict):
                _fill(element, item)
            else:
                element.text = item


def zipped(entries):
    """A zip file of (name, octets)."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name, octets in entries:
            package.writestr(name, octets)
    return memory.getvalue()


def bomb(name, megabytes):
    """A zip file whose one entry unfolds to so many MiB of nothing."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open(name, "w", force_zip64=True) as entry:
            for _ in range(megabytes):
                entry.write(bytes(1 << 20))
    return memory.getvalue()
