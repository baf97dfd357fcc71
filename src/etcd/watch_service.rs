//! Streams of clients: watchers and keep-alives (`v3rpc/watch.go`, `v3rpc/lease.go`).

use super::{
    Output, Ruling, Server, StreamKey, Told,
    api::{Error, StreamRequest, StreamResponse, WatchCreateRequest, WatchResponse},
    watch::{Delivery, StreamId},
};
use crate::units::Micros;

/// Election timeouts without a leader after which watches end (`maxNoLeaderCnt`).
const LEADERLESS_TIMEOUTS: u64 = 3;

impl Server {
    pub(super) fn stream(
        &mut self,
        stream: StreamKey,
        request: StreamRequest,
        out: &mut Vec<Output>,
    ) {
        let id = StreamId(stream.0);
        if self.is_learner() {
            self.hub.close(id);
            return out.push(Output::Close(stream, Error::NotSupportedForLearner));
        }
        match request {
            // etcdctl's watches want a leader (`WithRequireLeader`).
            StreamRequest::WatchCreate(_)
                if self.leader().is_none() && !self.lone.contains(&stream) =>
            {
                self.close_stream(stream, out);
            }
            StreamRequest::WatchCreate(create) if !self.may_watch(&create) => {
                let response = WatchResponse {
                    watch_id: create.watch_id,
                    created: true,
                    canceled: true,
                    cancel_reason: format!(
                        "rpc error: code = PermissionDenied desc = {}",
                        Error::PermissionDenied
                    ),
                    header: Some(self.header_now()),
                    ..WatchResponse::default()
                };
                self.deliver(stream, response, out);
            }
            StreamRequest::WatchCreate(create) => {
                if create.progress_notify {
                    out.push(Output::Progress(stream));
                }
                let response = self.hub.create(id, &create, &self.state.store);
                self.deliver(stream, response, out);
                self.plan_watch_loop(out);
            }
            StreamRequest::WatchCancel(cancel) => {
                if let Some(response) = self.hub.cancel(id, cancel.watch_id, &self.state.store) {
                    self.deliver(stream, response, out);
                }
            }
            StreamRequest::WatchProgress => {
                let response = self.hub.progress(&self.state.store);
                self.deliver(stream, response, out);
            }
            StreamRequest::LeaseKeepAlive(ask) => self.keep_alive(stream, ask.id, out),
        }
    }

    /// Whether keys may be watched. An open end is gone by the time etcd asks, so that the first
    /// key decides (a defect of 3.5.1).
    fn may_watch(&mut self, create: &WatchCreateRequest) -> bool {
        let key: &[u8] = if create.key.is_empty() {
            b"\0"
        } else {
            &create.key
        };
        let end: &[u8] = if create.range_end[..] == *b"\0" {
            b""
        } else {
            &create.range_end
        };
        self.caller()
            .is_ok_and(|who| self.state.auth.may_read(&who, key, end).is_ok())
    }

    fn close_stream(&mut self, stream: StreamKey, out: &mut Vec<Output>) {
        self.hub.close(StreamId(stream.0));
        out.push(Output::Close(stream, Error::NoLeader));
    }

    /// Ends all watches of a member that knows no leader for three election timeouts
    /// (`v3rpc/interceptor.go`, `monitorLeader`).
    pub(super) fn close_leaderless(&mut self, out: &mut Vec<Output>) {
        let limit = Micros(LEADERLESS_TIMEOUTS * self.flags.election.0);
        let alone = |since| self.now.since(since) >= limit;
        if self.hub.is_empty() || !self.leaderless_since.is_some_and(alone) {
            return;
        }
        let mut streams = self.hub.streams();
        streams.retain(|stream| !self.lone.contains(&StreamKey(stream.0)));
        if streams.is_empty() {
            return;
        }
        out.push(Output::Told(Told::Ruled(Ruling::WatchesEnd {
            streams: u32::try_from(streams.len()).unwrap_or(u32::MAX),
            leaderless: self.now.since(self.leaderless_since.unwrap_or(self.now)),
            patience: limit,
        })));
        for stream in streams {
            self.close_stream(StreamKey(stream.0), out);
        }
    }

    /// Tells idle watchers how far they are, and goes on doing so while there are any.
    pub(super) fn progress_due(&mut self, stream: StreamKey, out: &mut Vec<Output>) {
        let deliveries = self.hub.progress_due(StreamId(stream.0), &self.state.store);
        self.deliver_all(deliveries, out);
        if self.hub.streams().contains(&StreamId(stream.0)) {
            out.push(Output::Progress(stream));
        }
    }

    /// Feeds unsynced watchers from history, as long as that makes fewer of them.
    pub(super) fn watch_loop(&mut self, out: &mut Vec<Output>) {
        self.watch_loop_planned = false;
        loop {
            let before = self.hub.unsynced();
            let deliveries = self.hub.sync(&self.state.store);
            self.deliver_all(deliveries, out);
            if self.hub.unsynced() == 0 || self.hub.unsynced() >= before {
                break;
            }
        }
        self.plan_watch_loop(out);
    }

    pub(super) fn plan_watch_loop(&mut self, out: &mut Vec<Output>) {
        if self.hub.unsynced() > 0 && !self.watch_loop_planned {
            self.watch_loop_planned = true;
            out.push(Output::WatchLoop);
        }
    }

    /// Sends the events of a revision just made; returns how many.
    pub(super) fn notify(&mut self, main: u64, out: &mut Vec<Output>) -> u32 {
        let deliveries = self.hub.notify(&self.state.store, main);
        let events: usize = deliveries.iter().map(|it| it.response.events.len()).sum();
        self.deliver_all(deliveries, out);
        u32::try_from(events).unwrap_or(u32::MAX)
    }

    fn deliver_all(&self, deliveries: Vec<Delivery>, out: &mut Vec<Output>) {
        for Delivery { stream, response } in deliveries {
            self.deliver(StreamKey(stream.0), response, out);
        }
    }

    fn deliver(&self, stream: StreamKey, mut response: WatchResponse, out: &mut Vec<Output>) {
        let revision = response.header.map_or(0, |header| header.revision);
        response.header = Some(self.header(revision.max(0).cast_unsigned()));
        out.push(Output::Message(stream, StreamResponse::Watch(response)));
    }
}
