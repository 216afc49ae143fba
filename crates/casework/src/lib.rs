//! Lifecycles as pure functions: decide(state, command, now, law) gives events or a refusal.
