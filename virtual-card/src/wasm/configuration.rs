//! `USBConfiguration` and what it contains, as plain objects.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::reader::{Endpoint, Interface as UsbInterface, Model};

/// `USBConfiguration`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Configuration {
    configuration_value: u8,
    configuration_name: Option<&'static str>,
    interfaces: Vec<Interface>,
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
    pub(super) fn of(model: &Model, claimed: &BTreeSet<u8>) -> Self {
        let interfaces = model.interfaces().into_iter();
        Self {
            configuration_value: model.configuration_value(),
            configuration_name: None,
            interfaces: interfaces
                .map(|interface| Interface::of(model, &interface, claimed))
                .collect(),
        }
    }
}

impl Interface {
    fn of(model: &Model, interface: &UsbInterface, claimed: &BTreeSet<u8>) -> Self {
        let endpoints = interface.endpoints.iter();
        let alternate = Alternate {
            alternate_setting: 0,
            interface_class: interface.class,
            interface_subclass: 0,
            interface_protocol: 0,
            interface_name: None,
            endpoints: endpoints.map(|each| describe(model, *each)).collect(),
        };
        Self {
            interface_number: interface.number,
            alternate: alternate.clone(),
            alternates: [alternate],
            claimed: claimed.contains(&interface.number),
        }
    }
}

fn describe(model: &Model, endpoint: Endpoint) -> EndpointDescription {
    EndpointDescription {
        endpoint_number: endpoint.number(model),
        direction: if endpoint.is_in() { "in" } else { "out" },
        kind: match endpoint {
            Endpoint::Interrupt => "interrupt",
            _ => "bulk",
        },
        packet_size: endpoint.packet_size(),
    }
}
