package verdict

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// Words is an error of reading or decrypting a message in each language. In Chinese the
// message of other software is in quotes.
func Words(err error) lang.Text {
	return lang.Text{EN: err.Error(), ZH: reasonZH(err)}
}

func reason(err error) words { return words(Words(err)) }

func reasonZH(err error) string {
	var id *wxcrypt.ReceiveIDError
	if errors.As(err, &id) {
		return fmt.Sprintf("receiveid 不一致：解密得到 %s，应为 %s（%d）", quotedID(id.Found), quotedID(id.Want), wxcrypt.ErrReceiveID.Code)
	}
	for _, known := range reasons {
		if errors.Is(err, known.err) {
			return known.zh + codeZH(err)
		}
	}
	if errors.Is(err, message.ErrSyntax) {
		return "格式不正确（" + cut(strings.TrimPrefix(err.Error(), message.ErrSyntax.Error()+" "), maxQuoted, strconv.Quote) + "）"
	}
	return "无法读取（" + cut(err.Error(), maxQuoted, strconv.Quote) + "）"
}

// reasons are the errors whose kind says all. The first that fits is used.
var reasons = []struct {
	err error
	zh  string
}{
	{callback.ErrUnsigned, "缺少 MsgSignature、TimeStamp 或 Nonce（名称区分大小写），无法校验签名"},
	{callback.ErrPlain, "消息没有加密"},
	{callback.ErrNoKey, "账号没有设置消息加解密密钥(EncodingAESKey)"},
	{wxcrypt.ErrSignature, "签名不匹配"},
	{wxcrypt.ErrPadding, "密文无法解密：消息加解密密钥(EncodingAESKey)不一致，或密文被截断、损坏"},
	{wxcrypt.ErrBuffer, "解密后的数据不完整，多半是消息加解密密钥(EncodingAESKey)不一致"},
	{wxcrypt.ErrBase64, "密文不是有效的 Base64"},
	{message.ErrEmpty, "消息为空"},
	{message.ErrDoctype, "消息中不允许有 DOCTYPE"},
	{message.ErrDuplicate, "同名元素重复出现"},
	{wxcrypt.ErrParse, "加密包无法读取"},
}

// codeZH is the official code of an error.
func codeZH(err error) string {
	if code, ok := wxcrypt.Code(err); ok {
		return fmt.Sprintf("（%d）", code)
	}
	return ""
}

func quotedID(id string) string {
	if id == "" {
		return "空值"
	}
	return cut(id, maxQuoted, strconv.Quote)
}
