//! Who may do what (`server/auth/store.go`, `isOpPermitted`; `etcdserver/apply_auth.go`).

use super::{Auth, ROOT, User, permission::covers};
use crate::etcd::{
    api::{self, AuthRequest, Error, PermissionType, RequestOp, TxnRequest, request_op::Request},
    lease::Lessor,
    record::Act,
};
use crate::units::LeaseId;

/// Who asks, as of which revision; nobody is the empty name at revision 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::etcd) struct AuthInfo {
    /// The user.
    pub(in crate::etcd) name: String,
    /// The revision at which the login was looked at.
    pub(in crate::etcd) revision: u64,
}

type Allowed = Result<(), Error>;

impl Auth {
    fn check_range(&self, who: &AuthInfo, kind: PermissionType, range: (&[u8], &[u8])) -> Allowed {
        if !self.enabled {
            return Ok(());
        }
        if who.revision == 0 {
            return Err(Error::UserEmpty);
        }
        if who.revision < self.revision {
            return Err(Error::Unmapped("auth: revision in header is old"));
        }
        let user = self.users.get(&who.name).ok_or(Error::PermissionDenied)?;
        let roles = user.roles.iter().filter_map(|name| self.roles.get(name));
        if user.has(ROOT) || covers(roles, kind, range) {
            Ok(())
        } else {
            Err(Error::PermissionDenied)
        }
    }

    /// Whether keys may be read.
    pub(in crate::etcd) fn may_read(&self, who: &AuthInfo, key: &[u8], end: &[u8]) -> Allowed {
        self.check_range(who, PermissionType::Read, (key, end))
    }

    fn may_write(&self, who: &AuthInfo, key: &[u8], end: &[u8]) -> Allowed {
        self.check_range(who, PermissionType::Write, (key, end))
    }

    /// Whether it is root who asks.
    pub(in crate::etcd) fn may_manage(&self, who: &AuthInfo) -> Allowed {
        if !self.enabled {
            return Ok(());
        }
        if who.name.is_empty() {
            return Err(Error::UserEmpty);
        }
        if self.user(&who.name)?.has(ROOT) {
            Ok(())
        } else {
            Err(Error::PermissionDenied)
        }
    }

    /// Whether an entry of the log may take effect.
    pub(in crate::etcd) fn may_apply(&self, who: &AuthInfo, act: &Act, lessor: &Lessor) -> Allowed {
        if !self.enabled {
            return Ok(());
        }
        match act {
            Act::Put(put) => {
                self.may_write(who, &put.key, &[])?;
                self.may_write_all(who, put.lease, lessor)?;
                if put.prev_kv {
                    self.may_read(who, &put.key, &[])?;
                }
                Ok(())
            }
            Act::DeleteRange(delete) => {
                self.may_write(who, &delete.key, &delete.range_end)?;
                if delete.prev_kv {
                    self.may_read(who, &delete.key, &delete.range_end)?;
                }
                Ok(())
            }
            Act::Txn(txn) => self.may_txn(who, txn),
            Act::LeaseRevoke(revoke) => self.may_write_all(who, revoke.id, lessor),
            Act::Auth(AuthRequest::UserGet(ask)) if ask.name == who.name => Ok(()),
            Act::Auth(AuthRequest::RoleGet(ask)) if self.has_role(who, &ask.role) => Ok(()),
            Act::Auth(_) => self.may_manage(who),
            Act::Compaction(_)
            | Act::LeaseGrant(_)
            | Act::Login(_)
            | Act::ClusterVersion(_)
            | Act::MemberAttributes(_) => Ok(()),
        }
    }

    fn has_role(&self, who: &AuthInfo, role: &str) -> bool {
        let has = |user: &User| user.has(role);
        self.users.get(&who.name).is_some_and(has)
    }

    /// Whoever may not write all keys of a lease could not end it, and so may not use it.
    fn may_write_all(&self, who: &AuthInfo, lease: i64, lessor: &Lessor) -> Allowed {
        let Some(lease) = lessor.get(LeaseId(lease)) else {
            return Ok(());
        };
        let mut keys = lease.keys.iter();
        keys.try_for_each(|key| self.may_write(who, key, &[]))
    }

    /// Whether a transaction may happen, whichever branch is taken. Transactions within it, the
    /// leases of its puts and the pairs before them are not looked at (a defect of 3.5.1).
    pub(in crate::etcd) fn may_txn(&self, who: &AuthInfo, txn: &TxnRequest) -> Allowed {
        for compare in &txn.compare {
            self.may_read(who, &compare.key, &compare.range_end)?;
        }
        let mut ops = txn.success.iter().chain(&txn.failure);
        ops.try_for_each(|op| self.may_op(who, op))
    }

    fn may_op(&self, who: &AuthInfo, op: &RequestOp) -> Allowed {
        match &op.request {
            Some(Request::Range(api::RangeRequest { key, range_end, .. })) => {
                self.may_read(who, key, range_end)
            }
            Some(Request::Put(put)) => self.may_write(who, &put.key, &[]),
            Some(Request::DeleteRange(delete)) => {
                if delete.prev_kv {
                    self.may_read(who, &delete.key, &delete.range_end)?;
                }
                self.may_write(who, &delete.key, &delete.range_end)
            }
            Some(Request::Txn(_)) | None => Ok(()),
        }
    }
}
