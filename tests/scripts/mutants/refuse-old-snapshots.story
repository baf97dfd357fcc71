# without the rule refuse-old-snapshots
# breaks monotonic: term, commit index and applied index never go back
# the commit index of infra2 goes back from 16 to 13
etcdscope 1 seed=1447 snapshot-count=12 kept=10 link=1000+0 refuse-old-snapshots=false members=3
3.179283s sim restart infra1
28.710052s sim restart infra2
28.716994s sim restart infra3
28.890753s $ etcdctl --endpoints=127.0.0.1:32379 --command-timeout=1327ms get k0 --consistency=s
28.907590s $ etcdctl --endpoints=127.0.0.1:32379 --command-timeout=1881ms get k --prefix --consistency=s
29.058850s sim kill infra2
29.105640s $ etcdctl --command-timeout=1924ms put k1 v651
29.126095s $ etcdctl --endpoints=127.0.0.1:32379 --command-timeout=1268ms get k1 --consistency=s
30.413943s sim restart infra1
31.338155s sim restart infra2
31.375245s sim delay m1231 35848us
31.389803s sim duplicate m1231
end 31.411948s
