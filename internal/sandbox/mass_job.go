package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	clientIDBytes = 64
	clientIDFor   = 24 * time.Hour // how long a clientmsgid cannot be used again
)

// massJobFamily has the calls about mass messages that were sent.
func massJobFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/message/mass/get", MP, post, false, 0, (*call).getMass},
			{"/cgi-bin/message/mass/delete", MP, post, false, 10, (*call).deleteMass},
			{"/cgi-bin/message/mass/speed/get", MP, post, false, 0, (*call).getMassSpeed},
			{"/cgi-bin/message/mass/speed/set", MP, post, false, 0, (*call).setMassSpeed},
		},
		mp: map[int]string{
			40059: "invalid msg id",    // *
			45065: "clientmsgid exist", // *
			45067: "clientmsgid size out of limit",
			45083: "speed out of range, must be 0 to 4",
			45084: "speed missing",
		},
	}
}

// clientID is the clientmsgid of a mass message. One without it has a digest of the
// receivers and the content in its place, as the page says.
func (b massBody) clientID(members map[string]json.RawMessage) string {
	if b.ClientMsgID != "" {
		return b.ClientMsgID
	}
	parts := []string{b.MsgType}
	for _, name := range []string{"filter", "touser", "images", b.MsgType} {
		parts = append(parts, string(members[name]))
	}
	return "digest " + digest(parts...)
}

// checkRepeated refuses a mass message that was sent within 24 hours, with the msg_id of
// that. The answer is that of the page.
//
// https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends.html
func (c *call) checkRepeated(body massBody) error {
	if len(body.ClientMsgID) > clientIDBytes {
		return refuse(45067)
	}
	job, known := c.tx.MassJobOf(c.account.owner(), body.client)
	if !known || c.now.Sub(job.Sent) >= clientIDFor {
		return nil
	}
	again := refuse(45065)
	again.more = func(e errorReply) any { return massReply{errorReply: e, MsgID: job.MsgID} }
	return again
}

// massJob reads which mass message a call is about.
func (c *call) massJob() (world.MassJob, error) {
	var given struct {
		MsgID world.Text `json:"msg_id"`
	}
	if err := c.decode(&given); err != nil {
		return world.MassJob{}, err
	}
	id, _ := strconv.ParseInt(string(given.MsgID), 10, 64)
	job, known := c.tx.MassJob(c.account.owner(), id)
	if !known {
		return job, refuse(40059)
	}
	return job, nil
}

// getMass answers the state of a mass message.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_massmsgget
func (c *call) getMass() (any, error) {
	job, err := c.massJob()
	if err != nil {
		return nil, err
	}
	status := "SEND_SUCCESS"
	if job.Deleted {
		status = "DELETE"
	}
	return struct {
		MsgID  int64  `json:"msg_id"`
		Status string `json:"msg_status"`
	}{job.MsgID, status}, nil
}

// deleteMass makes the articles or the video of a mass message unavailable. It stays on
// the phones that have it. Other types cannot be deleted; 40008 for these is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_deletemassmsg
func (c *call) deleteMass() (any, error) {
	job, err := c.massJob()
	if err != nil {
		return nil, err
	}
	if job.Type != "mpnews" && job.Type != "mpvideo" {
		return nil, refuse(40008)
	}
	job.Deleted = true
	c.tx.SetMassJob(c.account.owner(), job)
	return ok(), nil
}

// getMassSpeed answers the level of the speed and ten thousands of messages a minute.
// That the fastest is the default is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_getspeed
func (c *call) getMassSpeed() (any, error) {
	level := c.tx.MassSpeed(c.account.owner())
	return struct {
		Speed int `json:"speed"`
		Real  int `json:"realspeed"`
	}{level, []int{80, 60, 45, 30, 10}[level]}, nil
}

// setMassSpeed changes the speed.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_setspeed
func (c *call) setMassSpeed() (any, error) {
	var given struct {
		Speed *int `json:"speed"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	switch {
	case given.Speed == nil:
		return nil, refuse(45084)
	case *given.Speed < 0 || *given.Speed > 4:
		return nil, refuse(45083)
	}
	c.tx.SetMassSpeed(c.account.owner(), *given.Speed)
	return ok(), nil
}
