//! The `.snap` file beside a backend: what is left of etcd's second API, a tree of members as JSON,
//! with the voters of the snapshot (`server/etcdserver/api/{snap,v2store}`).

use super::{
    encode::text,
    wal::{bytes_field, conf_state, field},
};
use crate::{
    etcd::api::Member,
    units::{Crc32c, NodeId},
};

/// Events that the tree's history has room for.
const HISTORY: usize = 1_000;

/// The file of a member that begins with these members.
pub(super) fn snapshot(members: &[Member]) -> Vec<u8> {
    let voters: Vec<u64> = members.iter().map(|member| member.id).collect();
    let mut metadata = Vec::new();
    bytes_field(&mut metadata, 1, &conf_state(&voters));
    field(&mut metadata, 2, members.len() as u64);
    field(&mut metadata, 3, 1);
    let mut snapshot = Vec::new();
    bytes_field(&mut snapshot, 1, tree(members).as_bytes());
    bytes_field(&mut snapshot, 2, &metadata);
    let mut file = Vec::new();
    field(
        &mut file,
        1,
        u64::from(Crc32c::default().add(&snapshot).value()),
    );
    bytes_field(&mut file, 2, &snapshot);
    file
}

/// A node of the tree.
fn node(path: &str, index: usize, value: &str, children: &str) -> String {
    format!(
        "{{\"Path\":{},\"CreatedIndex\":{index},\"ModifiedIndex\":{index},\
         \"ExpireTime\":\"0001-01-01T00:00:00Z\",\"Value\":{},\"Children\":{children}}}",
        text(path),
        text(value)
    )
}

fn tree(members: &[Member]) -> String {
    let (mut folders, mut events) = (Vec::new(), Vec::new());
    for (index, member) in (1..).zip(members) {
        let id = NodeId(member.id);
        let urls: Vec<String> = member.peer_urls.iter().map(|url| text(url)).collect();
        let value = format!("{{\"peerURLs\":[{}]}}", urls.join(","));
        let folder = format!("/0/members/{id}");
        let path = format!("{folder}/raftAttributes");
        let attributes = node(&path, index, &value, "null");
        let inside = format!("{{\"raftAttributes\":{attributes}}}");
        folders.push(format!("\"{id}\":{}", node(&folder, index, "", &inside)));
        events.push(format!(
            "{{\"action\":\"create\",\"node\":{{\"key\":{},\"value\":{},\
             \"modifiedIndex\":{index},\"createdIndex\":{index}}}}}",
            text(&path),
            text(&value)
        ));
    }
    let count = members.len();
    events.resize(HISTORY.max(count), "null".to_owned());
    let folder = node("/0/members", 1, "", &format!("{{{}}}", folders.join(",")));
    let zero = node("/0", 0, "", &format!("{{\"members\":{folder}}}"));
    let one = node("/1", 0, "", "{}");
    let root = node("/", 0, "", &format!("{{\"0\":{zero},\"1\":{one}}}"));
    format!(
        "{{\"Root\":{root},\"WatcherHub\":{{\"EventHistory\":{{\"Queue\":{{\"Events\":[{}],\
         \"Size\":{count},\"Front\":0,\"Back\":{count},\"Capacity\":{HISTORY}}},\
         \"StartIndex\":1,\"LastIndex\":{count}}}}},\"CurrentIndex\":{count},\
         \"Stats\":{{\"createSuccess\":{count}}},\"CurrentVersion\":2}}",
        events.join(",")
    )
}
