# without the rule change-after-own-commit
# breaks change-after-election: a leader appends a configuration change after it applied the log it was elected with
# infra2 appends a change at #12 with #8 applied, elected with #9
etcdscope 1 seed=20 link=1000+0 sync=60000+0 change-after-own-commit=false members=3
14.315s sim restart infra2
14.330s sim restart infra1
14.330s sim kill infra3
15.000s $ etcdctl member remove fd422379fda50e48
end 15.508575s
