//! Remarks about defects of etcdctl 3.5.1, in Chinese; the English is the remark's own.

use crate::ctl::Note;

/// The remark.
pub(super) const fn zh(note: Note) -> &'static str {
    match note {
        Note::SingleQuotes => {
            "etcdctl 3.5.1 会把单引号里的内容截成“这一行的词数减二”个字符；之后的版本会完整保留。用双引号没有这个问题。"
        }
        Note::Panic => {
            "etcdctl 3.5.1 在这里崩溃：真正的程序还会打印出错的代码位置，什么请求也没有发出。"
        }
        Note::LeaseCompare => "在文本形式里比较租约，etcdctl 3.5.1 总会崩溃；用 JSON 则没有问题。",
        Note::HelpInside => "事务里的 --help 会让 etcdctl 3.5.1 一直等下去：按 Ctrl-C 结束它。",
        Note::DoneThenRefused => "etcdctl 发现不能用这种格式输出之前，请求已经执行了。",
        Note::HexMembers => {
            "加 --hex 时，etcdctl 3.5 手工拼出这段 JSON：任期是不带引号的十六进制，还写成了 clientURLS；3.6 都改正了。"
        }
        Note::FatalLog => {
            "标志和它对应的环境变量同时给出：etcdctl 什么也不做。去掉其中一个（unset 变量名）。"
        }
    }
}
