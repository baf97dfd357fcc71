# The article's tour of etcd, in its own order: see session::lesson for the format.

world article
title en etcd by hand
title zh 亲手用一遍 etcd
about en What a Go program does with etcd, line by line, on the article's three members and with its numbers.
about zh 一个 Go 程序怎样使用 etcd：一行一行来，用文章里的三个成员和它的数字。

# Revisions 2 to 21. All but three go through infra2: infra1 numbers what it is asked, and the first
# lease that a visitor is granted shall be its number 10, as in the article.
prelude
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /services/web/1 10.0.0.11:8080
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /services/web/2 10.0.0.12:8080
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /config/limit 100
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /config/limit 200
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /queue/0001 resize
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /queue/0002 mail
$ [author] etcdctl --endpoints=127.0.0.1:22379 del /queue/0001
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /locks/backup job-7
$ [author] etcdctl --endpoints=127.0.0.1:22379 del /locks/backup
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /election/web web/1
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /services/web/3 10.0.0.13:8080
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /weights/web/1 2
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /weights/web/2 1
$ [author] etcdctl --endpoints=127.0.0.1:22379 del /services/web/3
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /config/limit 150
$ [author] etcdctl --endpoints=127.0.0.1:22379 put /queue/0003 resize
$ [author] etcdctl --endpoints=127.0.0.1:22379 del /queue/0002
$ [author] etcdctl put /election/web web/2
$ [author] etcdctl put hello one
$ [author] etcdctl put hello two

step
title en What etcd is
title zh etcd 是什么
say en A store of keys and values that several machines share. They agree through Raft before a write is answered, so all of them tell the same.
say zh 几台机器共享的键值存储。写入先经 Raft 达成一致才应答，所以问哪一台，答案都一样。
say en It holds what many machines must agree on: addresses of services, configuration, locks, leaders, queues. Here are the addresses of one service.
say zh 适合放许多机器必须一致的东西：服务地址、配置、锁、Leader、队列。先看一个服务的地址。
say en Redis knows more types and answers sooner: its replicas follow later. etcd answers when most members have the write on disk.
say zh Redis 的类型更多，应答更快，副本随后才跟上；etcd 要等多数成员落盘才应答。
go cli.Get(context.Background(), "/services/", clientv3.WithPrefix())
$ etcdctl get /services/ --prefix
expect printed "10.0.0.11:8080"

step
title en Three members
title zh 三个成员
say en goreman runs them. At `PEER ADDRS` members reach each other: infra1 calls infra2 at `127.0.0.1:22380`. At `CLIENT ADDRS` programs connect: infra1 answers at `127.0.0.1:2379`.
say zh 由 goreman 启动。`PEER ADDRS` 供成员互相通信：infra1 找 infra2 用 `127.0.0.1:22380`。`CLIENT ADDRS` 供客户端连接：infra1 在 `127.0.0.1:2379` 应答。
say en One member would do for learning. With three, one may fail.
say zh 学习时一个成员也够。有三个，就容得下一个出故障。
$ goreman run status
$ etcdctl member list -w table
expect printed "*infra1"
expect printed "*PEER ADDRS*"

step
title en Connecting
title zh 建立连接
say en A client is given addresses, and how long dialling may take.
say zh 客户端要知道地址，以及拨号最多等多久。
say en `New` returns at once, even if nobody listens: its error is no test of the connection. The first call waits, as long as its context lets it.
say zh 即使没有人监听，`New` 也立刻返回：它的 `err` 说明不了连接是否成功。真正等待的是第一次调用，等多久由它的 context 决定。
go clientv3.New(clientv3.Config{Endpoints: endpoints, DialTimeout: 5 * time.Second})
$ etcdctl endpoint status --cluster -w table
expect printed "*3.5.1*"

step
title en A member is dead
title zh 一个成员宕机
say en Stop infra3 and ask it alone: etcdctl gives up after 5 s; a call with `context.Background()` would wait for ever. Give all three addresses, and another member answers in milliseconds. Then start infra3 again.
say zh 停掉 infra3，只问它：etcdctl 等 5 秒放弃；用 `context.Background()` 的调用会一直等下去。给出三个地址，另一个成员几毫秒就应答。最后再启动 infra3。
go ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
$ goreman run stop infra3
$ etcdctl put who infra3 --endpoints=127.0.0.1:32379
$ etcdctl put who any --endpoints=127.0.0.1:32379,127.0.0.1:22379,127.0.0.1:2379
$ goreman run start infra3
expect stopped infra3
expect printed "*context deadline exceeded*"
expect put who
expect started infra3

step
title en Put
title zh 写入 put
say en infra1 proposes the write, and answers once two of three members have it on disk. It makes one new revision of the whole store: look for its dot beside.
say zh infra1 提议这次写入，三个成员中有两个落盘就应答。整个存储因此多一个版本号（revision）：右边能看到它的点。
go cli.Put(context.Background(), key, value)
$ etcdctl put hello world
expect put hello after r21

step
title en Put with a lease
title zh 带租约的 put
say en A lease is a time to live with an id. Its grant goes through Raft like a write; then every member has it. A key hangs on it by the id, and one lease may hold many keys.
say zh 租约是一段有效期和一个 id。授予租约和写入一样要经过 Raft，之后每个成员都有它。key 凭 id 挂在租约上，一个租约可以挂许多 key。
say en The call is still `Put`: `WithLease` is a function that sets one field of the request. Go calls these functional options. If `Grant` fails, stop: there is no `leaseResp.ID`.
say zh 调用的还是 `Put`：`WithLease` 是一个函数，只设置请求的一个字段，Go 里叫“函数式选项”。`Grant` 失败就该返回：这时没有 `leaseResp.ID`。
go lease.Grant(context.Background(), ttl)
go cli.Put(context.Background(), key, value, clientv3.WithLease(leaseResp.ID))
$ etcdctl lease grant 200
$ etcdctl put hello world --lease=$LEASE
expect put hello after r21 leased

step
title en Who deletes it
title zh 到期由谁删除
say en Leases lie in a map, and on disk; the heap only orders them by when they run out. The leader alone looks at its top, every 500 ms, and proposes LeaseRevoke: that deletes the lease and its keys on every member.
say zh 租约存在 map 里，也在磁盘上；堆只按到期时间排序。只有 Leader（领导者）每 500 ms 看一次堆顶，提议 LeaseRevoke：每个成员都删除这个租约和它的 key。
say en So 5 s are a little more. Watch the heap in Leases beside.
say zh 所以 5 秒会略长一点。看右边“租约”里的堆。
$ etcdctl lease grant 5
$ etcdctl put session alive --lease=$LEASE
expect expired session

step
title en Get
title zh 读取 get
say en The answer has more than the value: in which revisions the key was created and last written, how often, and its lease. In JSON, keys and values are base64.
say zh 应答里不只有值：还有 key 创建和最近写入时的版本号、写过几次、挂着哪个租约。JSON 里 key 和值是 base64。
go cli.Get(context.Background(), key)
$ etcdctl get hello
$ etcdctl get hello -w json
expect printed "world"

step
title en Get at a revision
title zh 按版本号读取
say en Old revisions stay readable. At `r20` hello was `one`, at `r21` it was `two`.
say zh 旧的版本号仍然可读：`r20` 时 hello 是 `one`，`r21` 时是 `two`。
say en The article's parameter `version` is a revision. A version counts the writes of one key since its creation.
say zh 文章里的参数 `version` 其实是 revision。version 是一个 key 创建以来的写入次数。
go cli.Get(context.Background(), key, clientv3.WithRev(version))
$ etcdctl get hello --rev=20
$ etcdctl get hello --rev=21
expect printed "one"
expect printed "two"

step
title en Delete
title zh 删除
say en A delete is a write too: it makes a revision, a tombstone. The revisions before it stay readable.
say zh 删除也是一次写入：产生一个版本号，即删除标记。它之前的版本仍然可读。
say en In the article a failed get also prints "delete failed": the message was copied along.
say zh 文章里 get 失败也会打印“删除失败”：那条消息是一起复制过来的。
go cli.Delete(context.Background(), key)
$ etcdctl del hello
$ etcdctl get hello --rev=21
expect deleted hello after r21

step
title en Watch
title zh 监听 watch
say en A watch is a stream: a second shell shows each event as it happens. Two come: a PUT, and 30 s later, when the lease runs out, a DELETE. A button in the bar jumps to the expiry.
say zh 监听是一个流：第二个终端随时显示发生的事件。一共两个：一个 PUT，30 秒后租约到期，再来一个 DELETE。顶栏里有跳到租约到期的按钮。
go cli.Watch(context.Background(), key)
$ [shell 2] etcdctl watch hello
$ etcdctl lease grant 30
$ etcdctl put hello world-age --lease=$LEASE
expect put hello after r21 leased watched
expect expired hello watched

step
title en Watch from the past
title zh 从过去开始监听
say en With a revision the stream begins there: first all that is kept since `r21`, then what is new. A client that was away misses nothing.
say zh 给出版本号，流就从那里开始：先补发 `r21` 以来保留的事件，再接着发新的。断开过的客户端什么也不会漏。
go cli.Watch(context.Background(), key, clientv3.WithRev(21))
$ [shell 2] etcdctl watch hello --rev=21
expect printed "PUT" "hello" "two"

step
title en Two events, one answer
title zh 一次应答，两个事件
say en The article prints `*res.Events[0]`. But one lease that holds two keys deletes both in one revision: one answer, two events. The second would be lost; go through all of them.
say zh 文章只打印 `*res.Events[0]`。可是一个租约挂两个 key，到期时在同一个版本号里一起删除：一次应答，两个事件。第二个就丢了，应该遍历全部事件。
go for _, event := range res.Events { fmt.Println(event) }
$ [shell 2] etcdctl watch cart/ --prefix -w json
$ etcdctl lease grant 5
$ etcdctl put cart/1 tea --lease=$LEASE
$ etcdctl put cart/2 cup --lease=$LEASE
expect expired cart/1 cart/2 watched

step
title en An answer without events
title zh 没有事件的应答
say en Compaction forgets old revisions. A watch that would begin there is cancelled, with an answer that has no events: `*res.Events[0]` would panic. Look at `res.Err()` first.
say zh 压缩会丢弃旧的版本。从那里开始的监听会被取消，应答里没有事件：`*res.Events[0]` 会 panic。先检查 `res.Err()`。
go if err := res.Err(); err != nil { return err }
$ etcdctl compaction 21
$ [shell 2] etcdctl watch hello --rev=20 -w json
expect compacted r21
expect printed "*required revision has been compacted*"

another way
$ etcdctl --endpoints=127.0.0.1:32379 get /services /services0
$ goreman run status
$ etcdctl member list --write-out=table
$ sim kill 3
$ etcdctl --endpoints=http://127.0.0.1:32379 get hello
$ sim restart infra3
$ etcdctl endpoint status
$ etcdctl put --prev-kv who infra2
$ etcdctl --endpoints=127.0.0.1:22379 lease grant 90
$ [shell 3] etcdctl --endpoints=127.0.0.1:32379 watch hello hello0
$ etcdctl --endpoints=127.0.0.1:22379 put --lease=$LEASE hello world
$ etcdctl get hello --print-value-only --consistency=s
$ etcdctl get h i --rev 21
$ etcdctl get hel --prefix --rev=20
$ etcdctl lease revoke $LEASE
$ [shell 4] etcdctl --endpoints=127.0.0.1:22379 watch --rev=2 hel --prefix
$ [shell 5] etcdctl watch --prefix cart
$ etcdctl lease grant 3
$ etcdctl --endpoints=127.0.0.1:32379 put cart/2 x --lease=$LEASE
$ etcdctl put cart/1 y --lease=$LEASE
$ etcdctl put session "" --lease=$LEASE
$ etcdctl put hello there --lease=$LEASE
$ etcdctl compaction 25
$ etcdctl watch hello --rev=3
