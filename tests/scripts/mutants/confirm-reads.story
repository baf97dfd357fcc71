# without the rule confirm-reads
# breaks read-safety: a linearizable read sees all that was applied anywhere before it began
# call 1 of client 2 is answered at revision 1, asked when 2 was applied
etcdscope 1 seed=50 confirm-reads=false members=3
4.800s sim isolate infra1
6.000s $ etcdctl --endpoints=127.0.0.1:32379 put k3 v67
6.100s $ etcdctl get k0
end 6.102326s
