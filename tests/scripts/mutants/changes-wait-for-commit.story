# without the rule changes-wait-for-commit
# breaks configuration-steps: an applied change moves one voter, or enters or leaves a joint configuration
# the configuration of infra3 changes, and it applied no change
etcdscope 1 seed=1 changes-wait-for-commit=false members=3
6.000s $ etcdctl member add infra4 --peer-urls=http://127.0.0.1:42380
end 6.007032s
