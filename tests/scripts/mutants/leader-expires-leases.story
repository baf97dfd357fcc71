# without the rule leader-expires-leases
# breaks lease-by-leader: only the leader's lessor lets leases run out
# infra1 lets lease 32699b76daa80002 run out and does not lead
etcdscope 1 seed=1 leader-expires-leases=false members=3
1.000s $ etcdctl lease grant 2
end 3.500s
