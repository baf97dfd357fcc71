# without the rule acknowledge-after-sync
# breaks leader-completeness: what was committed in a term is in the log of every leader of a later one
# infra1 leads t3 without #5 of t2, which was committed before
etcdscope 1 seed=9 sync=30000+20000 acknowledge-after-sync=false members=1
1.000s $ etcdctl lease grant 2
1.040s sim kill infra1
2.000s sim restart infra1
end 2.608689s
