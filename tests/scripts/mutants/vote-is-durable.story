# without the rule vote-is-durable
# breaks one-vote-per-term: a member votes for one candidate in a term, restarts included
# infra3 voted for fd422379fda50e48 and for 8211f1d0f64f3269 in t3
etcdscope 1 seed=93 link=1000+0 sync=30000+20000 vote-is-durable=false members=3
30.400s sim restart infra3
30.410s sim restart infra1
30.600s sim kill infra3
31.000s sim restart infra3
end 31.184101s
