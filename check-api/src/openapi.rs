//! Schemas for the published contract.
