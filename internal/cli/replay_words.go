package cli

import (
	"fmt"

	"wxtool/internal/lang"
	"wxtool/internal/replay"
)

// replayReason is why exchanges of a recording are not sent.
func replayReason(r replay.Reason) lang.Text {
	switch r {
	case replay.ReasonCall:
		return lang.Text{EN: "a call of the platform's API, not a push", ZH: "是对平台接口的调用，不是推送"}
	case replay.ReasonNoCallback:
		return lang.Text{EN: "not a push and not a handshake", ZH: "既不是推送，也不是 URL 验证"}
	case replay.ReasonRefused:
		return lang.Text{EN: "it was refused for its signature or for being unencrypted; sealed anew it would be right", ZH: "录制时因签名有误或未加密而被拒绝；重新签名和加密就会变成正确的请求"}
	case replay.ReasonCut:
		return lang.Text{EN: "the line is incomplete, as after a crash", ZH: "该行不完整，例如录制时进程崩溃"}
	case replay.ReasonUnreadable:
		return lang.Text{EN: "the line is not a recorded exchange", ZH: "该行不是录制的请求"}
	case replay.ReasonSecret:
		return lang.Text{EN: "it contains a secret of the account that is not set (--token, --encoding-aes-key, WXTOOL_APP_SECRET), or the app secret, which is sent to this machine only", ZH: "其中含有账号的机密信息，但没有设置（--token、--encoding-aes-key、WXTOOL_APP_SECRET），或含有只发送到本机的 AppSecret"}
	case replay.ReasonEncrypted:
		return lang.Text{EN: "it is encrypted with another EncodingAESKey, and the recording has no decoded message", ZH: "使用其他消息加解密密钥(EncodingAESKey)加密，且录制文件中没有明文"}
	case replay.ReasonNoKey:
		return lang.Text{EN: "it must be encrypted, and no EncodingAESKey is set (--encoding-aes-key, or --mode plain)", ZH: "必须加密，但没有设置消息加解密密钥(EncodingAESKey)（--encoding-aes-key，或 --mode plain）"}
	case replay.ReasonPlatform:
		return lang.Text{EN: "it is a push of the other platform (--platform)", ZH: "是另一平台的推送（--platform）"}
	}
	return lang.Text{EN: string(r), ZH: string(r)}
}

// replaySum is the sum of a run.
func replaySum(s replay.Sum, diff, filtered bool) lang.Text {
	text := lang.Text{
		EN: fmt.Sprintf("%d recorded, %d sent, %d ok, %d bad", s.Recorded, s.Sent, s.OK, s.Bad),
		ZH: fmt.Sprintf("录制 %d 条，发送 %d 条：通过 %d，失败 %d", s.Recorded, s.Sent, s.OK, s.Bad),
	}
	add := func(shown bool, en, zh string, n int) {
		if shown {
			text.EN += fmt.Sprintf(", %d %s", n, en)
			text.ZH += fmt.Sprintf("，%s %d", zh, n)
		}
	}
	add(s.Unreached > 0, "not reached", "未送达", s.Unreached)
	add(diff, "with another answer", "应答有变化", s.Different)
	add(s.Uncompared > 0, "not compared", "无法比较", s.Uncompared)
	add(s.Skipped > 0, "skipped", "跳过", s.Skipped)
	add(filtered, "not selected", "未选中", s.NotSelected)
	return text
}

// skippedLines is how many exchanges are not sent, and why.
func skippedLines(s replay.SkipCount) lang.Text {
	reason := replayReason(s.Reason)
	return lang.Text{EN: fmt.Sprintf("skipped %s: %s", plural(s.Count, "exchange"), reason.EN), ZH: fmt.Sprintf("跳过 %d 条：%s", s.Count, reason.ZH)}
}

// replayDifference is one difference of an answer.
func replayDifference(d replay.Difference, l lang.Language) string {
	label := recordInReply
	if d.Part == replay.PartStatus {
		label = recordInStatus
	}
	return differenceText(label, d.Difference, l)
}

// uncomparedWords is why an answer is not compared.
func uncomparedWords(err error) lang.Text {
	return lang.Text{EN: fmt.Sprintf("not compared: %v", err), ZH: "无法比较：录制的回复无法解密"}
}
