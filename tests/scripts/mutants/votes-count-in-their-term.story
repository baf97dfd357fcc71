# without the rule votes-count-in-their-term
# breaks election-safety: at most one member leads in a term
# infra2 and fd422379fda50e48 both lead t4
etcdscope 1 seed=1144 link=20000+40000 votes-count-in-their-term=false members=3
3.905s sim duplicate m174
3.905s sim timeout infra2
3.910s sim timeout infra1
3.914231s sim duplicate m178
3.938s sim hold m179
3.954s sim delay m178 200ms
3.962s sim heal
3.989s sim delay m185 200ms
3.991s sim timeout infra2
3.998799s sim disk infra2 slow 189ms +90ms
4.073604s sim duplicate m194
4.102799s sim timeout infra3
end 4.284621s
