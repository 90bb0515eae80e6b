//! docs/openapi.json is what the types and handlers say. `UPDATE=1` writes it anew.

use std::path::Path;

#[test]
fn the_published_contract_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let contract = check_server::openapi().expect("a document");
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        std::fs::write(&file, &contract).expect("written");
    }
    let published = std::fs::read_to_string(&file).expect("docs/openapi.json");
    assert!(
        published == contract,
        "run this test with UPDATE=1 and look at the difference"
    );
}

#[test]
fn the_contract_names_every_path_and_element() {
    let contract: serde_json::Value =
        serde_json::from_str(&check_server::openapi().expect("a document")).expect("JSON");
    for (path, method) in [
        (check_api::STATUS_PATH, "get"),
        (check_api::CHALLENGES_PATH, "post"),
        (check_api::CARD_CHECKS_PATH, "post"),
        (check_api::terminal::TERMINALS_PATH, "post"),
        (check_api::INSURANCE_CHECKS_PATH, "post"),
        (check_api::batch::BATCHES_PATH, "post"),
        ("/v1/batches/{receptionNumber}", "get"),
        ("/v1/batches/{receptionNumber}", "delete"),
        ("/v1/batches/by-key/{idempotencyKey}", "get"),
        (check_api::medical::MEDICAL_INFORMATION_PATH, "post"),
    ] {
        assert!(
            contract["paths"][path][method].is_object(),
            "{method} {path}"
        );
    }
    let body = &contract["components"]["schemas"]["XmlMsg"]["properties"]["MessageBody"];
    let result = &body["properties"]["ResultList"]["items"]["properties"]["ResultOfQualificationConfirmation"]
        ["properties"];
    for element in check_api::official::Eligibility::ELEMENTS {
        assert_eq!(result[element.name]["type"], "string", "{}", element.name);
    }
    // Requests are closed, answers are open.
    let schemas = &contract["components"]["schemas"];
    assert_eq!(schemas["ChallengeContext"]["additionalProperties"], false);
    assert!(schemas["Challenge"]["additionalProperties"].is_null());
}
