package message_test

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"wxtool/internal/message"
)

// officialV2 is the plaintext of the message in WeCom's sample library. It shows the
// format in which the platform writes XML.
const officialV2 = "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n" +
	"<FromUserName><![CDATA[mycreate]]></FromUserName>\n" +
	"<CreateTime>1409659813</CreateTime>\n" +
	"<MsgType><![CDATA[text]]></MsgType>\n" +
	"<Content><![CDATA[hello]]></Content>\n" +
	"<MsgId>4561255354251345929</MsgId>\n" +
	"<AgentID>218</AgentID>\n" +
	"</xml>"

// photos is an event with three levels, a repeated element and an empty CDATA
// section.
const photos = `<xml>
  <Event><![CDATA[pic_weixin]]></Event>
  <EventKey><![CDATA[]]></EventKey>
  <SendPicsInfo>
    <Count>2</Count>
    <PicList>
      <item>
        <PicMd5Sum><![CDATA[aaa]]></PicMd5Sum>
      </item>
      <item>
        <PicMd5Sum><![CDATA[bbb]]></PicMd5Sum>
      </item>
    </PicList>
  </SendPicsInfo>
</xml>
`

func parsed(t testing.TB, data string) *message.Message {
	t.Helper()
	m, err := message.Parse([]byte(data))
	if err != nil {
		t.Fatalf("Parse(%.200q) = %v", data, err)
	}
	return m
}

// eachFixture runs test over every sample whose body is well-formed XML.
func eachFixture(t *testing.T, test func(t *testing.T, data []byte)) {
	t.Helper()
	n := 0
	err := fs.WalkDir(os.DirFS("../../fixtures"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "hostile/") || !strings.HasSuffix(path, ".xml") {
			return err
		}
		data, err := os.ReadFile("../../fixtures/" + path)
		if err != nil {
			return err
		}
		if _, body, _ := bytes.Cut(data, []byte("-->")); bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
			n++
			t.Run(path, func(t *testing.T) { test(t, data) })
		}
		return nil
	})
	if err != nil || n < 50 {
		t.Fatalf("%d fixtures, err = %v", n, err)
	}
}
