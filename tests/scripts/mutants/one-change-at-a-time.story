# without the rule one-change-at-a-time
# breaks one-change-at-a-time: a leader appends no configuration change while another is not applied
# infra3 appends a change at #10 while the one at #9 is not applied
etcdscope 1 seed=1 one-change-at-a-time=false members=3
5.000s $ etcdctl member add infra5 --peer-urls=http://127.0.0.1:52380 --learner
5.000s open "shell 2"
5.000s "shell 2" $ etcdctl member remove 8211f1d0f64f3269
end 5.007395s
