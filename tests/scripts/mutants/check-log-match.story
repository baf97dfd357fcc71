# without the rule check-log-match
# breaks log-matching: two logs with an entry of the same index and term are equal up to it
# infra1 has another entry #11 of t5, or another one before it
etcdscope 1 seed=103 link=20000+40000 check-log-match=false members=3
5.160s sim partition infra2
6.400s $ etcdctl --endpoints=127.0.0.1:32379 get k2 --consistency=s
6.500s sim kill infra3
7.000s sim delay infra2 > infra3 200ms
7.164s $ etcdctl --endpoints=127.0.0.1:22379 --command-timeout=1374ms get k2
9.007s sim restart infra3
9.490s sim heal
9.540s sim drop m281
9.624s sim isolate infra1
14.020s sim restart infra3
14.020s sim heal
end 15.261035s
