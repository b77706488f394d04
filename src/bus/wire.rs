//! What goes over the wire: an entry has one field, the envelope as JSON. Replies are read as they come instead of through the library's maps,
//! which cost an allocation for each field of each entry.

use redis::{ErrorKind, RedisError, Value};

use crate::bus::{Batch, BusError, Entry};
use crate::events::{Delivery, Envelope, Group};

/// The one field of an entry.
pub(super) const FIELD: &str = "event";

/// An envelope as the value of its entry.
pub(super) fn write(delivery: &Delivery) -> Result<Vec<u8>, BusError> {
    serde_json::to_vec(&delivery.envelope).map_err(|error| BusError::Unavailable(error.to_string()))
}

/// What came of reading or claiming.
#[derive(Default)]
pub(super) struct Received {
    pub batch: Batch,
    /// Ids of entries that this build cannot read.
    pub unreadable: Vec<String>,
}

impl Received {
    /// Takes in the entries of an array `[[id, [field, value, …]], …]`.
    fn take(&mut self, group: Group, entries: Value) -> Result<(), RedisError> {
        for entry in list(entries)? {
            let mut parts = list(entry)?.into_iter();
            let (Some(id), Some(fields)) = (parts.next().and_then(text), parts.next()) else { return Err(strange()) };
            // An entry that was deleted under way comes without fields in some versions; it is counted where Redis names it.
            if fields == Value::Nil {
                continue;
            }
            match list(fields).ok().and_then(envelope) {
                Some(envelope) => self.batch.entries.push(Entry::new(id, group, envelope)),
                None => {
                    self.batch.unreadable += 1;
                    self.unreadable.push(id);
                }
            }
        }
        Ok(())
    }

    /// The reply of XREADGROUP for one stream: nothing, or `[[stream, entries]]`.
    pub(super) fn take_read(&mut self, group: Group, reply: Value) -> Result<(), RedisError> {
        if reply == Value::Nil {
            return Ok(());
        }
        for stream in list(reply)? {
            let entries = list(stream)?.into_iter().nth(1).ok_or_else(strange)?;
            self.take(group, entries)?;
        }
        Ok(())
    }

    /// The reply of XAUTOCLAIM: `[cursor, entries, deleted ids]`; gives the cursor for the next one.
    pub(super) fn take_claimed(&mut self, group: Group, reply: Value) -> Result<String, RedisError> {
        let mut parts = list(reply)?.into_iter();
        let cursor = parts.next().and_then(text).ok_or_else(strange)?;
        self.take(group, parts.next().ok_or_else(strange)?)?;
        // Before Redis 7.0 there is no third part.
        self.batch.deleted += parts.next().map(list).transpose()?.map_or(0, |ids| ids.len());
        Ok(cursor)
    }
}

fn envelope(fields: Vec<Value>) -> Option<Envelope> {
    let mut fields = fields.into_iter();
    while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
        if let (Value::BulkString(name), Value::BulkString(value)) = (name, value)
            && name == FIELD.as_bytes()
        {
            return serde_json::from_slice(&value).ok();
        }
    }
    None
}

pub(super) fn list(value: Value) -> Result<Vec<Value>, RedisError> {
    match value {
        Value::Array(values) => Ok(values),
        Value::Nil => Ok(Vec::new()),
        _ => Err(strange()),
    }
}

pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::BulkString(bytes) => String::from_utf8(bytes).ok(),
        Value::SimpleString(text) => Some(text),
        _ => None,
    }
}

pub(super) fn strange() -> RedisError {
    RedisError::from((ErrorKind::UnexpectedReturnType, "a reply of Redis has an unknown shape"))
}
