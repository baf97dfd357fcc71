//! Refusals, in etcd's own words (`api/v3rpc/rpctypes/error.go`).

use std::fmt;

/// The gRPC status codes that etcd uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// Went away.
    Canceled = 1,
    /// Not mapped to anything better.
    Unknown = 2,
    /// The request makes no sense.
    InvalidArgument = 3,
    /// Time ran out.
    DeadlineExceeded = 4,
    /// No such thing.
    NotFound = 5,
    /// Not allowed.
    PermissionDenied = 7,
    /// Too much.
    ResourceExhausted = 8,
    /// Not in this state.
    FailedPrecondition = 9,
    /// Beyond what there is.
    OutOfRange = 11,
    /// Try again.
    Unavailable = 14,
    /// No valid token.
    Unauthenticated = 16,
}

/// Why a request was refused; `Display` is the text etcdctl shows after `Error: `.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// An empty key.
    EmptyKey,
    /// `ignore_value` or `ignore_lease` of a missing key.
    KeyNotFound,
    /// `ignore_value` with a value.
    ValueProvided,
    /// `ignore_lease` with a lease.
    LeaseProvided,
    /// More than `max-txn-ops`.
    TooManyOps,
    /// Two writes of one key in one branch.
    DuplicateKey,
    /// Below the compacted revision.
    Compacted,
    /// Above the current revision.
    FutureRevision,
    /// Quota reached.
    NoSpace,
    /// No such lease.
    LeaseNotFound,
    /// The id chosen is taken.
    LeaseExist,
    /// TTL above 9,000,000,000 s.
    LeaseTtlTooLarge,
    /// Above `max-request-bytes`.
    RequestTooLarge,
    /// Too much committed and not applied.
    TooManyRequests,
    /// No such member.
    MemberNotFound,
    /// The id of the member to add is taken.
    MemberExist,
    /// A member has one of the peer URLs.
    PeerUrlExist,
    /// Too few members would have started.
    NotEnoughStarted,
    /// Peer URLs that are none.
    BadMemberUrls,
    /// Only a learner can be promoted.
    NotLearner,
    /// The learner lags behind.
    LearnerNotReady,
    /// One learner at a time.
    TooManyLearners,
    /// Only the leader can do it.
    NotLeader,
    /// The member cannot lead.
    BadTransferee,
    /// Leadership was not handed over in time.
    TransferTimeout,
    /// Raft took the proposal not: leadership is being handed over, or too much waits.
    ProposalDropped,
    /// There is no leader, or none in reach.
    NoLeader,
    /// The leader changed under the request.
    LeaderChanged,
    /// The member is going down.
    Stopped,
    /// The member's own limit ran out.
    Timeout,
    /// The same, after an election.
    TimeoutDueToLeaderFail,
    /// The same, out of reach of a quorum.
    TimeoutDueToConnectionLost,
    /// Not enough healthy members.
    Unhealthy,
    /// Learners answer only some requests.
    NotSupportedForLearner,
    /// There is no user root.
    RootUserNotExist,
    /// User root has not the role root.
    RootRoleNotExist,
    /// The name is taken.
    UserAlreadyExist,
    /// A user without a name, or none at all.
    UserEmpty,
    /// No such user.
    UserNotFound,
    /// The name is taken.
    RoleAlreadyExist,
    /// No such role.
    RoleNotFound,
    /// A role without a name.
    RoleEmpty,
    /// Unknown user or wrong password.
    AuthFailed,
    /// A grant without a permission.
    PermissionNotGiven,
    /// The user may not.
    PermissionDenied,
    /// The user has not the role.
    RoleNotGranted,
    /// The role has not the permission.
    PermissionNotGranted,
    /// Nobody can log in.
    AuthNotEnabled,
    /// No such token, or one that ran out.
    InvalidAuthToken,
    /// What would lock everybody out.
    InvalidAuthManagement,
    /// Users or roles changed under the request.
    AuthOldRevision,
    /// One that etcd does not map to a code, in its words.
    Unmapped(&'static str),
    /// The client's own deadline.
    DeadlineExceeded,
    /// The connection broke under the request, with gRPC's description.
    Unavailable(&'static str),
    /// The client's own message limit: bytes asked to send.
    MessageTooLarge(u64),
}

impl Error {
    /// The connection broke under a call.
    pub const BROKEN: Self = Self::Unavailable("error reading from server: EOF");

    /// Nobody took the connection of a client that does not wait for one.
    pub const REFUSED: Self = Self::Unavailable("connection refused");

    /// The gRPC code that goes with the text.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::EmptyKey
            | Self::KeyNotFound
            | Self::ValueProvided
            | Self::LeaseProvided
            | Self::TooManyOps
            | Self::DuplicateKey
            | Self::BadMemberUrls
            | Self::RequestTooLarge
            | Self::UserEmpty
            | Self::RoleEmpty
            | Self::AuthFailed
            | Self::PermissionNotGiven
            | Self::InvalidAuthManagement
            | Self::AuthOldRevision => Code::InvalidArgument,
            Self::Compacted | Self::FutureRevision | Self::LeaseTtlTooLarge => Code::OutOfRange,
            Self::NoSpace | Self::TooManyRequests | Self::MessageTooLarge(_) => {
                Code::ResourceExhausted
            }
            Self::LeaseNotFound | Self::MemberNotFound => Code::NotFound,
            Self::LeaseExist
            | Self::MemberExist
            | Self::PeerUrlExist
            | Self::NotEnoughStarted
            | Self::NotLearner
            | Self::LearnerNotReady
            | Self::TooManyLearners
            | Self::NotLeader
            | Self::BadTransferee
            | Self::RootUserNotExist
            | Self::RootRoleNotExist
            | Self::UserAlreadyExist
            | Self::UserNotFound
            | Self::RoleAlreadyExist
            | Self::RoleNotFound
            | Self::RoleNotGranted
            | Self::PermissionNotGranted
            | Self::AuthNotEnabled => Code::FailedPrecondition,
            Self::TransferTimeout | Self::ProposalDropped | Self::Unmapped(_) => Code::Unknown,
            Self::PermissionDenied => Code::PermissionDenied,
            Self::InvalidAuthToken => Code::Unauthenticated,
            Self::NoLeader
            | Self::LeaderChanged
            | Self::Stopped
            | Self::Timeout
            | Self::TimeoutDueToLeaderFail
            | Self::TimeoutDueToConnectionLost
            | Self::Unhealthy
            | Self::NotSupportedForLearner
            | Self::Unavailable(_) => Code::Unavailable,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
        }
    }
}

impl Error {
    /// The text, where it is always the same.
    const fn text(&self) -> &'static str {
        match self {
            Self::EmptyKey => "etcdserver: key is not provided",
            Self::KeyNotFound => "etcdserver: key not found",
            Self::ValueProvided => "etcdserver: value is provided",
            Self::LeaseProvided => "etcdserver: lease is provided",
            Self::TooManyOps => "etcdserver: too many operations in txn request",
            Self::DuplicateKey => "etcdserver: duplicate key given in txn request",
            Self::Compacted => "etcdserver: mvcc: required revision has been compacted",
            Self::FutureRevision => "etcdserver: mvcc: required revision is a future revision",
            Self::NoSpace => "etcdserver: mvcc: database space exceeded",
            Self::LeaseNotFound => "etcdserver: requested lease not found",
            Self::LeaseExist => "etcdserver: lease already exists",
            Self::LeaseTtlTooLarge => "etcdserver: too large lease TTL",
            Self::RequestTooLarge => "etcdserver: request is too large",
            Self::TooManyRequests => "etcdserver: too many requests",
            Self::MemberNotFound => "etcdserver: member not found",
            Self::MemberExist => "etcdserver: member ID already exist",
            Self::PeerUrlExist => "etcdserver: Peer URLs already exists",
            Self::NotEnoughStarted => {
                "etcdserver: re-configuration failed due to not enough started members"
            }
            Self::BadMemberUrls => "etcdserver: given member URLs are invalid",
            Self::NotLearner => "etcdserver: can only promote a learner member",
            Self::LearnerNotReady => {
                "etcdserver: can only promote a learner member which is in sync with leader"
            }
            Self::TooManyLearners => "etcdserver: too many learner members in cluster",
            Self::NotLeader => "etcdserver: not leader",
            Self::BadTransferee => "etcdserver: bad leader transferee",
            Self::TransferTimeout => {
                "rpc error: code = Unknown desc = etcdserver: request timed out, leader transfer \
                 took too long"
            }
            Self::ProposalDropped => "rpc error: code = Unknown desc = raft proposal dropped",
            Self::NoLeader => "etcdserver: no leader",
            Self::LeaderChanged => "etcdserver: leader changed",
            Self::Stopped => "etcdserver: server stopped",
            Self::Timeout => "etcdserver: request timed out",
            Self::TimeoutDueToLeaderFail => {
                "etcdserver: request timed out, possibly due to previous leader failure"
            }
            Self::TimeoutDueToConnectionLost => {
                "etcdserver: request timed out, possibly due to connection lost"
            }
            Self::Unhealthy => "etcdserver: unhealthy cluster",
            Self::NotSupportedForLearner => "etcdserver: rpc not supported for learner",
            Self::DeadlineExceeded => "context deadline exceeded",
            _ => self.text_of_auth(),
        }
    }

    const fn text_of_auth(&self) -> &'static str {
        match self {
            Self::RootUserNotExist => "etcdserver: root user does not exist",
            Self::RootRoleNotExist => "etcdserver: root user does not have root role",
            Self::UserAlreadyExist => "etcdserver: user name already exists",
            Self::UserEmpty => "etcdserver: user name is empty",
            Self::UserNotFound => "etcdserver: user name not found",
            Self::RoleAlreadyExist => "etcdserver: role name already exists",
            Self::RoleNotFound => "etcdserver: role name not found",
            Self::RoleEmpty => "etcdserver: role name is empty",
            Self::AuthFailed => "etcdserver: authentication failed, invalid user ID or password",
            Self::PermissionNotGiven => "etcdserver: permission not given",
            Self::PermissionDenied => "etcdserver: permission denied",
            Self::RoleNotGranted => "etcdserver: role is not granted to the user",
            Self::PermissionNotGranted => "etcdserver: permission is not granted to the role",
            Self::AuthNotEnabled => "etcdserver: authentication is not enabled",
            Self::InvalidAuthToken => "etcdserver: invalid auth token",
            Self::InvalidAuthManagement => "etcdserver: invalid auth management",
            Self::AuthOldRevision => "etcdserver: revision of auth store is old",
            _ => "",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(description) => {
                write!(f, "rpc error: code = Unavailable desc = {description}")
            }
            Self::Unmapped(text) => write!(f, "rpc error: code = Unknown desc = {text}"),
            Self::MessageTooLarge(size) => write!(
                f,
                "rpc error: code = ResourceExhausted desc = trying to send message larger than \
                 max ({size} vs. 2097152)"
            ),
            _ => f.write_str(self.text()),
        }
    }
}
