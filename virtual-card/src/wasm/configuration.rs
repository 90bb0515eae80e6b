//! `USBConfiguration` and what it contains, as plain objects.

use serde::Serialize;

use crate::reader::{CONFIGURATION_VALUE, Endpoint, Model};

/// `USBConfiguration`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Configuration {
    configuration_value: u8,
    configuration_name: Option<&'static str>,
    interfaces: [Interface; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Interface {
    interface_number: u8,
    alternate: Alternate,
    alternates: [Alternate; 1],
    claimed: bool,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Alternate {
    alternate_setting: u8,
    interface_class: u8,
    interface_subclass: u8,
    interface_protocol: u8,
    interface_name: Option<&'static str>,
    endpoints: Vec<EndpointDescription>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct EndpointDescription {
    endpoint_number: u8,
    direction: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    packet_size: u16,
}

impl Configuration {
    pub(super) fn of(model: &Model, claimed: bool) -> Self {
        let alternate = Alternate {
            alternate_setting: 0,
            interface_class: model.interface_class(),
            interface_subclass: 0,
            interface_protocol: 0,
            interface_name: None,
            endpoints: Endpoint::of(model).map(describe).collect(),
        };
        Self {
            configuration_value: CONFIGURATION_VALUE,
            configuration_name: None,
            interfaces: [Interface {
                interface_number: 0,
                alternate: alternate.clone(),
                alternates: [alternate],
                claimed,
            }],
        }
    }
}

fn describe(endpoint: Endpoint) -> EndpointDescription {
    EndpointDescription {
        endpoint_number: endpoint.number(),
        direction: if endpoint.is_in() { "in" } else { "out" },
        kind: match endpoint {
            Endpoint::BulkOut | Endpoint::BulkIn => "bulk",
            Endpoint::Interrupt => "interrupt",
        },
        packet_size: endpoint.packet_size(),
    }
}
