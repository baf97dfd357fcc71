# without the rule check-log-match
# breaks log-matching: two logs with an entry of the same index and term are equal up to it
# infra3 has another one before entry #11 of t5 than a member had
etcdscope 1 seed=417 link=20000+40000 check-log-match=false members=3
15.070s sim restart infra1
15.070s sim restart infra1
15.100s sim kill infra3 --power
15.900s sim kill infra2 --power
15.950s sim restart infra1
16.000s sim restart infra3
16.000s $ etcdctl --endpoints=127.0.0.1:22379,127.0.0.1:32379,127.0.0.1:2379 move-leader fd422379fda50e48
16.000s sim restart infra2
16.000s sim restart infra3
16.020s sim restart infra2
16.020s sim restart infra3
16.750s sim freeze infra3
20.000s sim restart infra2
21.000s sim restart infra3
end 21.181823s
