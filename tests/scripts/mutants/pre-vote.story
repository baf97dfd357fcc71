# without the rule pre-vote
# breaks no-disruption: nobody raises the term while a leader has an active quorum
# infra2 raises the term to t3 although a quorum hears infra3
etcdscope 1 seed=1 pre-vote=false members=3
1.000s sim isolate infra2
end 2.344435s
