package account

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Starter is what a new config file has.
type Starter struct {
	Profile  string
	Platform string // PlatformMP or PlatformWork
	Mode     string // "" is the default of the platform
	AppID    string // "" is a placeholder
	To       string // "" leaves it out
}

// ErrProfileName is the error about a name that a profile of a [Starter] cannot have.
var ErrProfileName = errors.New("a profile name has letters, digits, - and _, and begins with a letter")

// File returns a config file with comments and one profile, whose Token and
// EncodingAESKey are new. It needs nothing from outside, so it can be used as it is.
func (s Starter) File(random io.Reader) ([]byte, error) {
	if !regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`).MatchString(s.Profile) {
		return nil, ErrProfileName
	}
	token, err := randomWord(random, 32)
	if err != nil {
		return nil, err
	}
	key, err := randomKey(random)
	if err != nil {
		return nil, err
	}
	return []byte(starterHead(s.Profile) + s.ids() + s.callback(token, key) + s.destination()), nil
}

func starterHead(profile string) string {
	return fmt.Sprintf(`# Accounts of wxtool. "wxtool profile show" prints what is in use and where it comes
# from. This file has secrets: keep it out of version control, or write ${NAME} for
# an environment variable, or "@path" for a file below this folder, instead of them.
default: %s
profiles:
  %s:
`, yamlString(profile), profile)
}

func (s Starter) ids() string {
	if s.Platform == PlatformWork {
		return fmt.Sprintf(`    platform: work   # WeCom (企业微信)

    # CorpID (企业ID) in the console, or a placeholder.
    app_id: %s
    # AgentId and Secret of the application, for the commands token, qrcode and menu.
    # agent_id: 1000002
    # app_secret: ${CORP_SECRET}

`, yamlString(s.appID("ww0123456789abcdef")))
	}
	return fmt.Sprintf(`    platform: mp   # Official Account (公众号), mini program, open platform

    # AppID (开发者ID) in the console, or a placeholder.
    app_id: %s
    # AppSecret (开发者密码), for the commands token, qrcode and menu.
    # app_secret: ${APP_SECRET}

`, yamlString(s.appID("wx0123456789abcdef")))
}

func (s Starter) callback(token, key string) string {
	text := fmt.Sprintf(`    # 服务器配置 of the console: Token and 消息加解密密钥 EncodingAESKey. These are new
    # and random. Enter them in the console and in your server, or replace them.
    token: %s
    encoding_aes_key: %s
`, yamlString(token), yamlString(key))
	if s.Platform == PlatformWork {
		return text + "\n" // always safe
	}
	mode := s.Mode
	if mode == "" {
		mode = ModePlain
	}
	return text + fmt.Sprintf("    mode: %s   # plain (明文模式), compatible (兼容模式) or safe (安全模式)\n\n", mode)
}

func (s Starter) destination() string {
	const comment = "    # Your server, for send-fixture. Without it, wxtool starts an echo server.\n"
	if s.To == "" {
		return comment + "    # to: http://127.0.0.1:8080/wx\n"
	}
	return comment + "    to: " + yamlString(s.To) + "\n"
}

func (s Starter) appID(placeholder string) string {
	if s.AppID == "" {
		return placeholder
	}
	return s.AppID
}

// yamlString is a text as a double-quoted scalar of YAML, which JSON strings are.
func yamlString(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(text) // to memory
	return strings.TrimSuffix(b.String(), "\n")
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// randomWord returns letters and digits, each equally likely.
func randomWord(random io.Reader, length int) (string, error) {
	word, b := make([]byte, 0, length), make([]byte, 1)
	for len(word) < length {
		if _, err := io.ReadFull(random, b); err != nil {
			return "", err
		}
		if i := int(b[0] & 63); i < len(letters) {
			word = append(word, letters[i])
		}
	}
	return string(word), nil
}

// randomKey returns an EncodingAESKey. Consoles accept letters and digits only. Its last
// character has no spare bits, which some decoders refuse.
func randomKey(random io.Reader) (string, error) {
	for {
		key, err := randomWord(random, 43)
		if err != nil {
			return "", err
		}
		if _, err := base64.StdEncoding.Strict().DecodeString(key + "="); err == nil {
			return key, nil
		}
	}
}
