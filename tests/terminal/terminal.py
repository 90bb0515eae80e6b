"""A stand-in for the 資格確認端末 and its 連携アプリ, which misbehaves on demand.

It takes requests from `req`, as files `OQS…req_yyyyMMddNNNN.xml`, and puts the
answers into `res`. Python 3 and its standard library; none of the product's code.

What it does NOT simulate: the real program, its timing, its limits, its error codes
and messages, its locks on Windows, the network behind it, the face reader and its
`face` folder, 照会番号, medical assistance, home visits, prescriptions. It was
written from public descriptions; no real terminal was seen. That the gateway
works with it does not prove that it works with a real one.

Every request is written to a journal, and what a terminal must never see is
written there as a violation: a name or an identifier used twice, a file that is
not complete or not well-formed, the same question submitted twice.

Faults, each `[single.|upload.|download.]NAME[=VALUE]`:
  deaf             takes no request           lost=N         takes N without an answer
  slow=SECONDS     answers late               partial=S      writes half, the rest after S
  truncated        never writes the rest      empty          an empty file
  encoding=E       shift_jis (normal), utf-8, utf-8-bom, euc-jp, lying
  zip              answers in a zip           zip-bomb=N     a zip that unfolds to N MiB
  zip-outside      an entry named ../../x     zip-stray      other entries beside it
  wrong-name       under another name         duplicate      twice, as .xml and .zip
  other-question   our name, other person     stranger       files of other software
  no-echo          without identifiers        segment9=CODE  the whole request failed
  processing=N     N times still processing   unknown-codes  codes that nobody knows
  shuffle, missing=N, extra=N, twice, swap    rows of a batch
  zeros, flat      other forms of the same    chatty         an answer of megabytes
"""

import argparse
import json
import os
import random
import time

import answer
import message

SHIFT_JIS, UTF_8 = "1", "0"


class Terminal:
    """Folders, faults, and what has been asked so far."""

    def __init__(self, arguments):
        self.root = arguments.folder
        self.consumed = arguments.consumed
        self.journal_file = arguments.journal
        self.state_file = arguments.state
        self.faults = [_fault(text) for text in arguments.fault]
        self.due = []
        self.state = {"receptions": {}, "names": [], "asked": [], "lost": 0, "next": 1}
        if os.path.exists(self.state_file):
            with open(self.state_file, encoding="utf-8") as file:
                self.state = json.load(file)
        for folder in ("req", "res", "face", "trash"):
            os.makedirs(os.path.join(self.root, folder), exist_ok=True)

    def faults_of(self, kind):
        """The faults of a kind of request, with their values."""
        return {name: value for of, name, value in self.faults if of in (None, kind)}

    def turn(self):
        """Takes what is new, and writes what is due."""
        for name in sorted(os.listdir(os.path.join(self.root, "req"))):
            match = message.NAME.fullmatch(name)
            if match:
                kind = message.KINDS.get(match.group(1))
                if kind and "deaf" not in self.faults_of(kind):
                    self.take(name, kind)
        now = time.monotonic()
        for at, path, octets, mode in [entry for entry in self.due if entry[0] <= now]:
            with open(path, mode) as file:
                file.write(octets)
        self.due = [entry for entry in self.due if entry[0] > now]

    def take(self, name, kind):
        """Consumes one request and plans its answer."""
        path = os.path.join(self.root, "req", name)
        with open(path, "rb") as file:
            octets = file.read()
        if self.consumed == "trash":
            os.replace(path, os.path.join(self.root, "trash", name))
        else:
            os.remove(path)
        if name in self.state["names"]:
            self.note(name, violation="name used twice")
        self.state["names"].append(name)
        faults = self.faults_of(kind)
        try:
            request = message.read_request(kind, octets)
        except message.BadRequest as error:
            self.note(name, violation=str(error))
            self.plan(name, kind, self.header({}, faults) | _failed("E000001", str(error)), {})
            return
        identifier = request.header.get("ArbitraryFileIdentifier")
        rows = [row.get("ArbitraryIdentifier") for row in request.questions]
        asked = [text for text in [identifier, *rows] if text]
        if len(set(asked)) < len(asked) or not set(asked).isdisjoint(self.state["asked"]):
            self.note(name, violation="identifier used twice")
        self.state["asked"] += asked
        self.note(name, kind=kind, identifier=identifier, rows=rows, reception=request.reception)
        if self.state["lost"] < int(faults.get("lost", 0)):
            self.state["lost"] += 1
        else:
            header, body = getattr(self, kind)(request, faults)
            self.plan(name, kind, header, body)
        self.save()

    def header(self, asked, faults):
        """What every answer has at its head."""
        header = {"ProcessExecutionTime": time.strftime("%Y%m%d%H%M%S")}
        for name in (
            "QualificationConfirmationDate",
            "MedicalInstitutionCode",
            "ArbitraryFileIdentifier",
        ):
            if name in asked and not (name.startswith("Arbitrary") and "no-echo" in faults):
                header[name] = asked[name]
        shift_jis = faults.get("encoding", "shift_jis") in ("shift_jis", "lying")
        return header | {"CharacterCodeIdentifier": SHIFT_JIS if shift_jis else UTF_8}

    def single(self, request, faults):
        """資格確認要求."""
        header = self.header(request.header, faults) | {"ReferenceClassification": "2"}
        if "segment9" in faults:
            return header | _failed(faults["segment9"], "資格確認を受け付けられません。"), {}
        question = request.questions[0]
        if "other-question" in faults:
            header["ArbitraryFileIdentifier"] = "somebody-else"
            question = question | {"InsuredIdentificationNumber": "999999"}
        return header | {"SegmentOfResult": "1"}, answer.single(question, faults)

    def upload(self, request, faults):
        """資格確認一括照会要求: a reception number for later."""
        header = self.header(request.header, faults)
        if "segment9" in faults:
            return header | _failed(faults["segment9"], "一括照会を受け付けられません。"), {}
        if "other-question" in faults:
            header["ArbitraryFileIdentifier"] = "somebody-else"
        number = f"{self.state['next']:020d}"
        self.state["next"] += 1
        self.state["receptions"][number] = {
            "header": request.header,
            "rows": request.questions,
            "asked": 0,
        }
        body = {"ReceptionNumber": number, "ReceptionDateTime": time.strftime("%Y%m%d%H%M%S")}
        return header | {"SegmentOfResult": "1"}, body

    def download(self, request, faults):
        """資格確認一括照会ダウンロード要求: the rows, or that they take longer."""
        reception = self.state["receptions"].get(request.reception)
        header = self.header(request.header, faults) | {"ReceptionNumber": request.reception}
        if reception is None:
            return header | _failed("E000002", "受付番号が存在しません。"), {}
        reception["asked"] += 1
        if "segment9" in faults:
            return header | _failed(faults["segment9"], "一括照会に失敗しました。"), {}
        if reception["asked"] <= int(faults.get("processing", 0)):
            return header | {"SegmentOfResult": "2"}, {}
        header |= self.header(reception["header"], faults)
        if "other-question" in faults:
            header["ReceptionNumber"] = "9" * 20
        rows = [row for row in reception["rows"]]
        if "no-echo" in faults:
            rows = [{k: v for k, v in row.items() if k != "ArbitraryIdentifier"} for row in rows]
        units = [answer.unit(row, faults) for row in rows][int(faults.get("missing", 0)) :]
        for number in range(int(faults.get("extra", 0))):
            stray = {"InsurerNumber": "06110829", "InsuredIdentificationNumber": f"9{number:05d}"}
            stray |= {"Birthdate": "19700101", "ArbitraryIdentifier": f"stray-{number}"}
            units.append(answer.unit(stray, faults))
        if "swap" in faults:
            first, second = (unit["QualificationConfirmSearchInfo"] for unit in units[:2])
            key = "ArbitraryIdentifier"
            units[0]["QualificationConfirmSearchInfo"] = first | {key: second[key]}
            units[1]["QualificationConfirmSearchInfo"] = second | {key: first[key]}
        if "twice" in faults:
            units.append(units[0])
        if "shuffle" in faults:
            random.Random(4).shuffle(units)
        body = {"BulkConfirmUnit": units}
        return header | {"SegmentOfResult": "1"} | answer.counts(units), body

    def plan(self, name, kind, header, body):
        """Decides when and how the answer is written."""
        faults = self.faults_of(kind)
        if "chatty" in faults:
            body = body | {"ElementOfALaterLayout": "x" * int(faults["chatty"])}
        octets = message.write(header, body, faults.get("encoding", "shift_jis"))
        target = name.replace("req_", "res_")
        if "wrong-name" in faults:
            target = target.replace("res_", "res_9")
        path = os.path.join(self.root, "res", target)
        at = time.monotonic() + float(faults.get("slow", 0))
        package = path[: -len(".xml")] + ".zip"
        if "stranger" in faults:
            other = os.path.join(self.root, "res", "OQSsiquc01res_199001010001.xml")
            self.due.append((at, other, octets, "wb"))
        if "zip-bomb" in faults:
            self.due.append((at, package, message.bomb(target, int(faults["zip-bomb"])), "wb"))
        elif "zip-outside" in faults:
            self.due.append((at, package, message.zipped([(f"../../{target}", octets)]), "wb"))
        elif "zip-stray" in faults:
            entries = [("readme.txt", b"x" * 1000), (target, octets)]
            self.due.append((at, package, message.zipped(entries), "wb"))
        elif "zip" in faults:
            self.due.append((at, package, message.zipped([(target, octets)]), "wb"))
        elif "empty" in faults:
            self.due.append((at, path, b"", "wb"))
        elif "truncated" in faults:
            self.due.append((at, path, octets[: len(octets) // 2], "wb"))
        elif "partial" in faults:
            half = len(octets) // 2
            self.due.append((at, path, octets[:half], "wb"))
            self.due.append((at + float(faults["partial"]), path, octets[half:], "ab"))
        else:
            self.due.append((at, path, octets, "wb"))
        if "duplicate" in faults:
            self.due.append((at, package, message.zipped([(target, octets)]), "wb"))

    def note(self, name, **what):
        """Adds one line to the journal."""
        with open(self.journal_file, "a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name} | what, ensure_ascii=False) + "\n")

    def save(self):
        """What must survive the end of this process."""
        with open(self.state_file + ".new", "w", encoding="utf-8") as file:
            json.dump(self.state, file)
        os.replace(self.state_file + ".new", self.state_file)


def _failed(code, words):
    return {"SegmentOfResult": "9", "ErrorCode": code, "ErrorMessage": words}


def _fault(text):
    name, _, value = text.partition("=")
    of, dot, rest = name.partition(".")
    return (of, rest, value) if dot else (None, name, value)


def main():
    """Runs until it is killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", required=True, help="the OQS folder")
    parser.add_argument("--journal", required=True, help="what was asked, one JSON object a line")
    parser.add_argument("--state", required=True, help="what survives a restart")
    parser.add_argument("--consumed", choices=["trash", "delete"], default="trash")
    parser.add_argument("--poll", type=float, default=0.02, help="seconds between two looks")
    parser.add_argument("--fault", action="append", default=[])
    arguments = parser.parse_args()
    terminal = Terminal(arguments)
    print("ready", flush=True)
    while True:
        terminal.turn()
        time.sleep(arguments.poll)


if __name__ == "__main__":
    main()
