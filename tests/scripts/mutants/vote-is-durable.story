# without the rule vote-is-durable
# breaks one-vote-per-term: a member votes for one candidate in a term, restarts included
# infra1 voted for 8211f1d0f64f3269 and for fd422379fda50e48 in t3
etcdscope 1 seed=64 sync=60000+0 vote-is-durable=false members=3
2.800s sim restart infra3
3.700s sim kill infra2
3.800s sim kill infra3
4.000s sim restart infra1
4.000s sim restart infra3
end 5.402810s
