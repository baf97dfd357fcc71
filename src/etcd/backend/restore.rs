//! A data directory from a snapshot: the same keys, users and leases under new members
//! (`etcdutl/snapshot`, `Restore`). It must not know folders; it makes what stands in the files.

use bytes::Bytes;

use super::{Buckets, Damage, Image, ImageError, encode::member_json, image_of, legacy, wal};
use crate::{
    etcd::{api::Member, cluster_id, member_id},
    units::NodeId,
};

/// The name of a log that begins.
pub const LOG_NAME: &str = "0000000000000000-0000000000000000.wal";

/// Who the members of a restored cluster are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restore {
    /// This member's name, `--name`.
    pub name: String,
    /// Name and peer URLs of each, `--initial-cluster`.
    pub members: Vec<(String, Vec<String>)>,
    /// `--initial-cluster-token`.
    pub token: String,
}

/// The files of a data directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataDir {
    /// `snap/db`.
    pub database: Vec<u8>,
    /// `wal/0000000000000000-0000000000000000.wal`.
    pub log: Vec<u8>,
    /// The name of the file beside the database, and the file.
    pub snapshot: (String, Vec<u8>),
}

/// Why a database cannot be restored from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreError {
    /// It is none.
    NotOpen(ImageError),
    /// It is damaged.
    Damaged(Damage),
}

/// Makes a member's files of the database in a snapshot.
///
/// # Errors
/// [`RestoreError`].
pub fn restore(database: Bytes, plan: &Restore) -> Result<DataDir, RestoreError> {
    let image = Image::open(database).map_err(RestoreError::NotOpen)?;
    let mut buckets = image.read().map_err(RestoreError::Damaged)?;
    let members = plan.members.iter().map(|(name, urls)| Member {
        id: member_id(urls, &plan.token).0,
        name: name.clone(),
        peer_urls: urls.clone(),
        ..Member::default()
    });
    let mut members: Vec<Member> = members.collect();
    members.sort_by_key(|member| member.id);
    let ids: Vec<NodeId> = members.iter().map(|member| NodeId(member.id)).collect();
    let own = members.iter().find(|member| member.name == plan.name);
    let own = own.map_or(0, |member| member.id);
    buckets.set_members(&members);
    let commit = members.len() as u64;
    buckets.set_consistent(commit, 1);
    let records: Vec<(u64, String)> = members
        .iter()
        .map(|member| (member.id, member_json(member)))
        .collect();
    let transaction = image.transaction.saturating_add(4);
    Ok(DataDir {
        database: image_of(&buckets, transaction, image.high_water),
        log: wal::founding(own, cluster_id(&ids), &records),
        snapshot: (
            format!("{:016x}-{commit:016x}.snap", 1),
            legacy::snapshot(&members),
        ),
    })
}

/// A database without free pages in it, as `etcdutl defrag` leaves it.
///
/// # Errors
/// [`RestoreError`].
pub fn defragmented(database: Bytes) -> Result<Vec<u8>, RestoreError> {
    let image = Image::open(database).map_err(RestoreError::NotOpen)?;
    let buckets: Buckets = image.read().map_err(RestoreError::Damaged)?;
    Ok(image_of(&buckets, image.transaction.saturating_add(1), 0))
}
