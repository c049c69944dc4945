/** The help page. */
export const USAGE = `gantry COMMAND [AE@host:port] [options]

  echo     AE@host:port                    ask whether it is there
  verify   AE@host:port                    climb the ladder: name, reach, language, introduce, echo, abilities
  store    AE@host:port PATH…              send files and folders   [--associations N]
  find     AE@host:port -k KEY…            ask for patients, studies, series or images
  worklist AE@host:port -k KEY…            ask for scheduled procedure steps
  get      AE@host:port -k KEY… --folder DIR
  move     AE@host:port -k KEY… --to TITLE [--listen PORT --folder DIR]
  commit   AE@host:port PATH…              ask it to vouch for what it holds   [--listen PORT] [--wait SECONDS]
  listen   --folder DIR                    receive, keep and answer queries
           [--title AE] [--host ADDRESS] [--port N] [--destination AE@host:port]…
  proxy    LISTEN-PORT AE@host:port        pass everything through and print every PDU   [--host ADDRESS]

  -k Keyword | Keyword=value | gggg,eeee=value
                    dots lead into sequences: -k ScheduledProcedureStepSequence.Modality=CT
  --level STUDY|PATIENT|SERIES|IMAGE   --model study|patient|patient-study
  --as TITLE        our own AE title (GANTRY)
  --timeout SECONDS for each wait: to connect, to associate, for an answer
  --max-pdu BYTES   the longest PDU that we ask for; 0 for any
  --tls             TLS 1.2 or 1.3; --ca FILE whom to trust, --cert FILE and --key FILE who we are (PEM),
                    --fingerprint HEX the one certificate to trust; a server with --ca asks its callers for one;
                    the pass phrase of an encrypted key is asked for, or taken from $GANTRY_KEY_PASSPHRASE
  --json            one JSON object a line
  --listen and listen are on 127.0.0.1 unless --host says otherwise; port 0 takes a free one

Exit status: 0 only when everything asked for happened (a file that is skipped did not), 1 when not, 2 for a wrong command line.`;
