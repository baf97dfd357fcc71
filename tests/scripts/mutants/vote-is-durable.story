# without the rule vote-is-durable
# breaks one-vote-per-term: a member votes for one candidate in a term, restarts included
# infra2 voted for 91bc3c398fb3c146 and for 8211f1d0f64f3269 in t3
etcdscope 1 seed=57 sync=30000+20000 vote-is-durable=false members=3
17.040s sim restart infra1
17.050s sim restart infra2
17.247s sim duplicate m695
17.260s sim restart infra2
end 18.157011s
