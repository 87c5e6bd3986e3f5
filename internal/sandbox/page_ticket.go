package sandbox

import (
	"net/http"

	"wxtool/internal/sandbox/world"
)

// Limits of WeCom: how often an hour the tickets of a corp, and of an application, may
// be asked for.
const (
	corpTickets = 400
	appTickets  = 100
)

// pageTicketFamily has the tickets with which pages are signed for the JS-SDK.
func pageTicketFamily() family {
	const get = http.MethodGet
	return family{endpoints: []endpoint{
		{"/cgi-bin/ticket/getticket", MP, "", false, 0, (*call).officialTicket},
		{"/cgi-bin/get_jsapi_ticket", Work, "", false, 0, (*call).corpTicket},
		{"/cgi-bin/ticket/get", Work, get, false, 0, (*call).agentTicket},
	}}
}

type pageTicketReply struct {
	errorReply
	Ticket    string `json:"ticket"`
	ExpiresIn int64  `json:"expires_in"`
}

// officialTicket answers the ticket of type jsapi or wx_card, the same while it is
// valid. The page says GET, but PowerWeChat can only POST it, so both are accepted. The
// refusal of other types is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/jssdk/api_getticket
func (c *call) officialTicket() (any, error) {
	switch kind := c.query.Get("type"); kind {
	case "jsapi", "wx_card":
		return c.pageTicket(kind, ""), nil
	}
	return nil, refuse(40035)
}

// corpTicket answers the ticket of a corp for wx.config. As with officialTicket, PowerWeChat
// posts.
//
// https://developer.work.weixin.qq.com/document/path/90506
func (c *call) corpTicket() (any, error) { return c.workTicket("jsapi", "", corpTickets) }

// agentTicket answers the ticket of an application for wx.agentConfig. The refusal of
// other types is a guess.
//
// https://developer.work.weixin.qq.com/document/path/90506
func (c *call) agentTicket() (any, error) {
	if c.query.Get("type") != "agent_config" {
		return nil, refuse(40058)
	}
	return c.workTicket("agent_config", c.account.agent(), appTickets)
}

// workTicket limits how often a ticket is asked for. That 45009 is the answer beyond it
// is a guess.
func (c *call) workTicket(kind, agent string, limit int) (any, error) {
	if !c.countUpTo(limit, kind+" ticket "+agent, world.Hour) {
		return nil, refuse(45009)
	}
	return c.pageTicket(kind, agent), nil
}

func (c *call) pageTicket(kind, agent string) pageTicketReply {
	t := c.tx.PageTicket(world.PageTicket{
		Platform: c.account.Platform, AppID: c.account.AppID, AgentID: agent, Type: kind, Expires: c.now.Add(lifetime),
	})
	return pageTicketReply{ok(), t.Ticket, int64(t.Expires.Sub(c.now).Seconds())}
}
