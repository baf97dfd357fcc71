# without the rule commit-own-term-only
# breaks own-term-commit: a leader commits by counting replicas only entries of its own term
# infra3 leads t3 and commits #9 of t2 by counting replicas
etcdscope 1 seed=44 link=1000+0 sync=30000+20000 commit-own-term-only=false members=3
2.000s $ etcdctl --command-timeout=1791ms put k2 v55
2.010s sim restart infra1
end 3.265248s
