# without the rule acknowledge-after-sync
# breaks durable-promises: a vote or an acknowledgement leaves after what it promises is on disk
# the vote of infra2 for fd422379fda50e48 in t2 leaves while its disk says 0 in t1
etcdscope 1 seed=0 acknowledge-after-sync=false members=3
end 0.346618s
