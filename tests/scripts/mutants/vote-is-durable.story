# without the rule vote-is-durable
# breaks one-vote-per-term: a member votes for one candidate in a term, restarts included
# infra2 voted for 91bc3c398fb3c146 and for fd422379fda50e48 in t3
etcdscope 1 seed=77 link=20000+40000 vote-is-durable=false members=3
3.160s sim restart infra1
3.160s sim restart infra2
4.000s sim kill infra2
4.000s sim restart infra3
5.000s sim restart infra2
end 5.109953s
