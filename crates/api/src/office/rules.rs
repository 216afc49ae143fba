//! Commands on rules, and what rules in shadow found.

use casework::rule::shadow::{self, Episode, Found, Shadow};
use casework::rule::{self, Rules};
use ledger::{CommandId, Expected, NewEvent, StoredEvent, StreamId};
use model::{Actor, RuleId};

use super::{Done, Office, OfficeError, Stop, id_of};

impl Office {
    /// The id of the rule that a command proposes: a command that is repeated proposes it once.
    ///
    /// # Errors
    /// Never for the ids that the ledger takes.
    pub fn rule_id(command: &CommandId) -> Result<RuleId, OfficeError> {
        id_of("P", command)
    }

    /// Gives `command` to the rules.
    ///
    /// # Errors
    /// If it is refused, or storage fails; nothing has then happened.
    pub fn rule(
        &self,
        command_id: Option<CommandId>,
        actor: &Actor,
        command: &rule::Command,
    ) -> Result<Done, OfficeError> {
        let (now, register) = (self.clock.now(), self.views.register());
        self.transact(
            &stream(rule::STREAM)?,
            Expected::Any,
            command_id,
            actor,
            OfficeError::Rule,
            |history| {
                let state = fold(history).map_err(Stop::History)?;
                let event = rule::decide(&state, command, &register, actor, now).map_err(Stop::Refused)?;
                Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
            },
        )
    }

    /// All rules, as the ledger has them.
    ///
    /// # Errors
    /// If the ledger fails or cannot be understood.
    pub fn rules(&self) -> Result<Rules, OfficeError> {
        let history = self.ledger.stream(&stream(rule::STREAM)?).map_err(OfficeError::Ledger)?;
        fold(&history).map_err(OfficeError::History)
    }

    /// Enters what a rule in shadow found.
    ///
    /// # Errors
    /// If storage fails; nothing has then happened.
    pub fn shadow_found(
        &self,
        actor: &Actor,
        rule: &RuleId,
        episodes: Vec<Episode>,
        more: u64,
    ) -> Result<(), OfficeError> {
        let event = shadow::Event::Found(Found { episodes, more });
        let refused = |()| OfficeError::History("what a shadow found is never refused".into());
        self.transact(&shadow_stream(rule)?, Expected::Any, None, actor, refused, |_| {
            Ok(vec![NewEvent { kind: event.kind().into(), body: event.to_json() }])
        })
        .map(|_| ())
    }

    /// What a rule found in shadow.
    ///
    /// # Errors
    /// If the ledger fails or cannot be understood.
    pub fn shadow(&self, rule: &RuleId) -> Result<Shadow, OfficeError> {
        let history = self.ledger.stream(&shadow_stream(rule)?).map_err(OfficeError::Ledger)?;
        let mut state = Shadow::default();
        for stored in &history {
            let event = shadow::Event::from_json(&stored.kind, &stored.body)
                .map_err(|error| OfficeError::History(error.to_string()))?;
            state.apply(&event);
        }
        Ok(state)
    }
}

fn stream(name: &str) -> Result<StreamId, OfficeError> {
    name.parse().map_err(|error| OfficeError::History(format!("{error}")))
}

fn shadow_stream(rule: &RuleId) -> Result<StreamId, OfficeError> {
    stream(&format!("{}{rule}", shadow::STREAMS))
}

fn fold(history: &[StoredEvent]) -> Result<Rules, String> {
    let mut state = Rules::new();
    for stored in history {
        let event = rule::Event::from_json(&stored.kind, &stored.body).map_err(|error| error.to_string())?;
        rule::apply(&mut state, &event, &stored.actor, stored.at);
    }
    Ok(state)
}
