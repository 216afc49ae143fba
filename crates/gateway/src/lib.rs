//! Sockets: HJ 212 over TCP and MQTT to readings in the lake, acknowledged when durable.
