# without the rule commit-own-term-only
# breaks own-term-commit: a leader commits by counting replicas only entries of its own term
# infra1 leads t3 and commits #9 of t2 by counting replicas
etcdscope 1 seed=234 link=1000+0 sync=30000+20000 commit-own-term-only=false members=3
6.000s $ etcdctl put k2 v93
6.010s sim kill infra2
end 7.214942s
