/** The help page. */
export const USAGE = `gantry COMMAND [AE@host:port] [options]

  echo     AE@host:port                    ask whether it is there
  verify   AE@host:port                    climb the ladder: name, reach, language, introduce, echo, abilities
  store    AE@host:port PATH…              send files and folders   [--associations N]
  find     AE@host:port -k KEY…            ask for patients, studies, series or images
  worklist AE@host:port -k KEY…            ask for scheduled procedure steps
  get      AE@host:port -k KEY… --folder DIR
  move     AE@host:port -k KEY… --to TITLE [--listen PORT --folder DIR]
  commit   AE@host:port PATH…              ask it to vouch for what it holds   [--listen PORT]
  listen   --folder DIR                    receive, keep and answer queries
           [--title AE] [--host ADDRESS] [--port N] [--destination AE@host:port]…
  proxy    LISTEN-PORT AE@host:port        pass everything through and print every PDU

  -k Keyword | Keyword=value | gggg,eeee=value, dots lead into sequences
  --level PATIENT|STUDY|SERIES|IMAGE   --model study|patient
  --as TITLE        our own AE title (GANTRY)
  --timeout SECONDS --max-pdu BYTES
  --tls --ca FILE --cert FILE --key FILE --fingerprint HEX
  --json            one JSON object a line

Exit status: 0 only when everything asked for happened.`;
