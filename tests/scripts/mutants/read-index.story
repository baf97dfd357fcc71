# without the rule read-index
# breaks read-safety: a linearizable read sees all that was applied anywhere before it began
# call 1 of client 2 is answered at revision 1, asked when 2 was applied
etcdscope 1 seed=139 read-only=lease members=3
4.190s sim partition infra2
5.200s $ etcdctl put k4 v373
5.300s $ etcdctl --endpoints=127.0.0.1:22379 get k1
end 5.302529s
