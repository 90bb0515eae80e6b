"""What the terminal answers: invented people, found by the numbers of a card.

`900000` to `999999` of insurer 06110829 are insured people whose number is part
of their name, so that an answer in the wrong place is seen. A few numbers below
have other outcomes. Everybody else is not found.
"""

# Number of the card: (ProcessingResultStatus, QualificationValidity, Code, Message).
OUTCOMES = {
    "200002": ("1", "2", None, None),
    "200003": ("1", "3", None, None),
    "200005": ("1", "5", None, None),
    "200009": ("2", None, "E990001", "必須項目が設定されていません。"),
}
SERVICE_CODES = {"InsuredCardClassification": "Z9", "Sex1": "8", "ReasonOfLoss": "77"}


def person(question, faults):
    """Status, validity and eligibilities for one question."""
    number = question["InsuredIdentificationNumber"].strip()
    insured = (
        len(number) == 6
        and number.startswith("9")
        and question["InsurerNumber"].strip().lstrip("0") == "6110829"
    )
    status, validity, code, message = OUTCOMES.get(
        number, ("1", "1" if insured else "4", None, None)
    )
    if "unknown-codes" in faults and validity == "1":
        validity = "7"
    body = {"ProcessingResultStatus": status}
    if code:
        body |= {"ProcessingResultCode": code, "ProcessingResultMessage": message}
    if validity:
        body["QualificationValidity"] = validity
    results = [_eligibility(question, number, faults)] if validity in ("1", "2", "3", "7") else []
    if validity == "5":
        results = [_eligibility(question, number, faults) for _ in range(2)]
    return body, results


def _eligibility(question, number, faults):
    insurer = question["InsurerNumber"].strip().lstrip("0")
    pad = "0" if "zeros" in faults else " "
    eligibility = {
        "InsuredCardClassification": "01",
        "InsurerNumber": insurer.rjust(8, pad),
        "InsuredCardSymbol": question.get("InsuredCardSymbol", ""),
        "InsuredIdentificationNumber": number,
        "InsuredBranchNumber": question.get("InsuredBranchNumber", ""),
        "PersonalFamilyClassification": "1",
        "Name": f"端末　{number}",
        "NameKana": "ﾀﾝﾏﾂ ﾊﾝﾀﾞﾝ",
        "Sex1": "1",
        "Birthdate": question["Birthdate"],
        "InsuredCardValidDate": "20240401",
        "InsurerName": "端末健康保険組合",
    }
    if "unknown-codes" in faults:
        eligibility |= SERVICE_CODES | {"ElementOfALaterLayout": "1"}
    return {name: text for name, text in eligibility.items() if text}


def single(question, faults):
    """MessageBody of 資格確認結果."""
    body, results = person(question, faults)
    body["QualificationConfirmSearchInfo"] = question
    if results and "flat" in faults:
        body["ResultOfQualificationConfirmation"] = results
    elif results:
        body["ResultList"] = {"ResultOfQualificationConfirmation": results}
    return body


def unit(question, faults):
    """One BulkConfirmUnit of 資格確認一括照会結果."""
    body, results = person(question, faults)
    unit = {"QualificationConfirmSearchInfo": question} | body
    if results:
        # Limit certificates are not given in bulk, only whether one has changed.
        unit["ResultOfQualificationConfirmation"] = results[0] | {
            "LimitApplicationCertificateChanged": "0"
        }
    return unit


def counts(units):
    """The counts of the header."""
    errors = sum(unit["ProcessingResultStatus"] != "1" for unit in units)
    return {
        "NumberOfProcessingResult": str(len(units)),
        "NumberOfNormalProcessing": str(len(units) - errors),
        "NumberOfError": str(errors),
    }
