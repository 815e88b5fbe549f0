"""Speaks Snowflake's protocol on DuckDB in memory, for tests: fakesnow 0.12.1, corrected so that the JDBC driver 4.x can use it.

Usage: snowflake_emulator.py PORT [ROWS_A_CHUNK]

Prints "READY PORT" when it accepts connections on loopback, and ends when its standard input is closed. Beyond the
protocol it answers POST /emulator/expire-sessions, after which every session of before has to sign in anew.

The catalog tells of error logging on a table called LOGS_ERRORS, and of a collation on one called COLLATED.

What it does not do as Snowflake does: MERGE accepts several source rows for one target row, primary keys are enforced,
quoted names ignore case, a VARCHAR holds any length, and stages outlive their session.
"""

import base64
import contextlib
import datetime
import decimal
import gzip
import json
import os
import re
import shutil
import sys
import threading
import time
import uuid

import duckdb
import fakesnow

start_server = fakesnow.server  # the submodule of the same name hides it from here on

import fakesnow.conn
import fakesnow.converter as converter
import fakesnow.copy_into as copy_into
import fakesnow.cursor as cursor
import fakesnow.server as server
import snowflake.connector.errors as errors
import starlette.responses
from fakesnow.transforms import stage
from sqlglot import exp, parse_one
from starlette.routing import Route

ROWS_A_CHUNK = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000


# Uploads: client and server share a disk. What fakesnow offers instead lacks a field that the driver needs.
def local_stage(request, expression, upload):
    location = upload["stageInfo"]["location"]
    path = (expression.args.get("put_stage_path") or "").strip("/'")
    if path and not location.rstrip("/").endswith(path):
        location = os.path.join(location, path)
    os.makedirs(location, exist_ok=True)
    return {"locationType": "LOCAL_FS", "location": location, "creds": {}}


server.gcs_stage_info = local_stage


# Bindings: the driver sends null with any type, and decimals as FIXED.
fakesnow_binding = converter.from_binding


def from_binding(binding):
    value = binding["value"]
    if value is None:
        return None
    if binding["type"] == "FIXED":
        return int(value) if re.fullmatch(r"-?\d+", value) else decimal.Decimal(value)
    return fakesnow_binding(binding)


server.from_binding = from_binding


# COPY INTO: files of an internal stage by name, and options that DuckDB needs not to be told.
IMPLIED_FORMAT = {
    "BINARY_FORMAT", "ENCODING", "ERROR_ON_COLUMN_COUNT_MISMATCH", "ESCAPE", "MULTI_LINE", "RECORD_DELIMITER",
    "REPLACE_INVALID_CHARACTERS", "SKIP_BLANK_LINES", "SKIP_BYTE_ORDER_MARK", "TIMESTAMP_FORMAT", "TRIM_SPACE",
}  # fmt: skip
fakesnow_urls, fakesnow_csv = copy_into._source_urls, copy_into.handle_csv


def source_urls(source, files):
    if stage.is_internal(source):
        return [source.rstrip("/") + "/" + file for file in files]
    return fakesnow_urls(source, files)


def csv_reader(options):
    reader = fakesnow_csv({name: value for name, value in options.items() if name not in IMPLIED_FORMAT})
    plain = reader.read_expression

    def read_expression(url):
        # Nothing is guessed from the first lines, a line may be as long as a value, and "" is no null.
        call = plain(url)
        for option in ("auto_detect=false", "all_varchar=true", "allow_quoted_nulls=false", "escape='\"'",
                       "parallel=false", "strict_mode=true", "new_line='\\n'", "max_line_size=300000000"):  # fmt: skip
            name, value = option.split("=", 1)
            call.append("expressions", exp.EQ(this=exp.Var(this=name), expression=exp.Var(this=value)))
        call.append("expressions", exp.EQ(this=exp.Var(this="columns"), expression=exp.Var(this=csv_reader.columns)))
        return call

    reader.read_expression = read_expression
    return reader


def copy(duck_conn, database, schema, expression, table_stages, params=None):
    table = copy_into._extract_table(expression.this)
    columns = duck_conn.execute(f"DESCRIBE {table.sql(dialect='duckdb')}").fetchall()
    csv_reader.columns = "{%s}" % ", ".join(f"'column{i}': 'VARCHAR'" for i in range(len(columns)))
    # A BINARY comes as hexadecimal digits.
    casts = [
        exp.func("unhex", exp.column(f"column{i}")) if column[1] == "BLOB" else exp.column(f"column{i}")
        for i, column in enumerate(columns)
    ]
    inserts = copy_into._inserts

    def with_casts(*arguments):
        made = inserts(*arguments)
        for insert in made:
            insert.expression.set("expressions", [cast.copy() for cast in casts])
        return made

    copy_into._inserts = with_casts
    try:
        return fakesnow_copy(duck_conn, database, schema, expression, table_stages, params)
    finally:
        copy_into._inserts = inserts


fakesnow_copy = cursor.copy_into
copy_into._source_urls, copy_into.handle_csv, cursor.copy_into = source_urls, csv_reader, copy


# Results: JSON, as with JDBC_QUERY_RESULT_FORMAT=JSON on the real service; what is long goes out in chunks.
MARK = b"JSON rows"
CLIENT_PARAMETERS = {"CLIENT_RESULT_CHUNK_SIZE": 48, "CLIENT_PREFETCH_THREADS": 1, "CLIENT_MEMORY_LIMIT": 1536}
EPOCH = datetime.datetime(1970, 1, 1)
chunks = {}


def cell(value, kind):
    if value is None:
        return None
    if kind == "boolean":
        return "1" if value else "0"
    if kind == "binary":
        return bytes(value).hex().upper()
    if kind == "date":
        return str((value - EPOCH.date()).days)
    if kind == "time":
        return f"{value.hour * 3600 + value.minute * 60 + value.second}.{value.microsecond:06d}000"
    if kind.startswith("timestamp"):
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        micros = (value - EPOCH) // datetime.timedelta(microseconds=1)
        seconds, rest = divmod(abs(micros), 1000000)
        return f"{'-' if micros < 0 else ''}{seconds}.{rest:06d}000" + (" 1440" if kind == "timestamp_tz" else "")
    return {"nan": "NaN", "inf": "inf", "-inf": "-inf"}.get(str(value), str(value))


def column_cells(column, kind):
    import pyarrow as arrow

    if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(arrow.timestamp("us", tz=column.type.tz), safe=False)
    if kind == "text":
        return column.to_pylist()
    return [cell(value, kind) for value in column.to_pylist()]


def rows_as_json(table_and_types):
    table, types = table_and_types
    columns = [column_cells(column, t["type"]) for column, t in zip(table.columns, types)]
    return MARK + json.dumps(list(zip(*columns)), ensure_ascii=False).encode("utf-8", "surrogatepass")


def chunk(rows, base):
    body = json.dumps(rows, ensure_ascii=False).encode()[1:-1]
    name = uuid.uuid4().hex
    packed = gzip.compress(body, 1)
    chunks[name] = packed
    return {"url": f"{base}/emulator/chunks/{name}", "rowCount": len(rows), "uncompressedSize": len(body),
            "compressedSize": len(packed)}  # fmt: skip


class JsonResponse(starlette.responses.JSONResponse):
    def __init__(self, content, *arguments, **options):
        result = content.get("data") if isinstance(content, dict) else None
        if isinstance(result, dict) and "parameters" in result:
            result["parameters"] += [{"name": name, "value": value} for name, value in CLIENT_PARAMETERS.items()]
        if isinstance(result, dict) and "rowsetBase64" in result:
            raw = base64.b64decode(result.pop("rowsetBase64"))
            rows = json.loads(raw[len(MARK) :]) if raw.startswith(MARK) else []
            # Version 1: a TIMESTAMP_TZ is "epoch offset+1440".
            result.update(queryResultFormat="json", rowset=rows[:ROWS_A_CHUNK], returned=len(rows), version=1)
            rest = range(ROWS_A_CHUNK, len(rows), ROWS_A_CHUNK)
            if rest:
                base = f"http://127.0.0.1:{sys.argv[1]}"
                result["chunks"] = [chunk(rows[i : i + ROWS_A_CHUNK], base) for i in rest]
        super().__init__(content, *arguments, **options)


def get_chunk(request):
    body = chunks.pop(request.path_params["name"])
    return starlette.responses.Response(body, headers={"Content-Encoding": "gzip"})


server.to_sf = lambda table, rowtype: (table, rowtype)
server.to_ipc = rows_as_json
server.JSONResponse = JsonResponse


# Statements that fakesnow knows otherwise or not at all.
fakesnow_execute, fakesnow_execute_one = cursor.FakeSnowflakeCursor.execute, cursor.FakeSnowflakeCursor._execute
PUT = re.compile(r"^(\s*put\s+(?:'[^']*'|\S+)\s+)'(@[^']+)'", re.I)
REMOVE = re.compile(r"^\s*(?:remove|rm)\s+'?@([^/\s]+?)(?:/([^'\s]*))?'?\s*;?\s*$", re.I)
LIST = re.compile(r"^\s*(?:list|ls)\s+'?@([^/\s]+?)(?:/([^'\s]*))?'?\s*;?\s*$", re.I)
CURRENT = re.compile(r"\bcurrent_(warehouse|role)\(\)", re.I)
DEFINE = re.compile(r"^\s*(create|drop|alter)\b", re.I)
WRITE = re.compile(r"^\s*(insert|update|delete|merge|copy)\b", re.I)
SESSION = re.compile(r"^\s*alter\s+session\b.*?\b(?:un)?set\b", re.I | re.S)


def staged_files(connection, name, path):
    """Yields the files of a stage below a path."""
    database, schema, name = stage.parts_from_var(name, connection.database, connection.schema)
    root = stage.internal_dir(f"{database}.{schema}.{name}")
    for folder, _, files in os.walk(stage.file_path(root)):
        for file in files:
            full = os.path.join(folder, file)
            if os.path.relpath(full, stage.file_path(root)).startswith(path or ""):
                yield full


def rewrite(connection, command):
    if SESSION.match(command) and "autocommit" not in command.lower():
        return "SELECT 'Statement executed successfully.' AS status"
    if found := REMOVE.match(command):
        files = list(staged_files(connection, found[1], found[2]))
        for file in files:
            os.remove(file)
        return f"SELECT '{len(files)} files' AS name, 'removed' AS result"
    if found := LIST.match(command):
        names = [os.path.basename(file) for file in staged_files(connection, found[1], found[2])]
        return "SELECT name FROM (VALUES %s) AS files (name)" % ", ".join(f"('{n}')" for n in names) if names else (
            "SELECT '' AS name WHERE FALSE")  # fmt: skip
    if "information_schema.tables t" in command:
        command = command.replace("t.*", "t.*, t.table_name = 'LOGS_ERRORS' AS error_logging")
        command = command.replace(
            "c.collation_name", "CASE WHEN t.table_name = 'COLLATED' THEN 'en-ci' END AS collation_name"
        )
    # Text compares by its bytes here; fakesnow would take the property for a comment, and not escape the table's name.
    command = command.replace(" DEFAULT_DDL_COLLATION = ''", "")
    command = CURRENT.sub(r"'EMULATED_\1'", command)
    return PUT.sub(r"\1\2", command)


fakesnow.conn.FakeSnowflakeConnection.busy = False
fakesnow.conn.FakeSnowflakeConnection.writing = False
fakesnow.conn.FakeSnowflakeConnection.used = 0.0


defining, turns = threading.Lock(), threading.Lock()


def await_turn(connection):
    """Waits while others in the schema write, as for their locks. Who is idle for a second loses its transaction, as on
    Snowflake after five minutes: nobody there notices a client that died."""
    while True:
        with turns:
            others = [
                other
                for other in list(server.sessions.values())
                if other is not connection and other._schema == connection._schema
                and (other._in_transaction or other.writing)
            ]  # fmt: skip
            if not others:
                connection.writing = True
                return
        for other in others:
            if not other.busy and time.monotonic() - other.used > 1:
                roll_back(other)
        time.sleep(0.01)


def roll_back(connection):
    connection._in_transaction = False
    try:
        connection._duck_conn.rollback()
    except duckdb.Error:
        pass  # no transaction was open


def execute(self, command, *arguments, **options):
    connection = self._conn
    if WRITE.match(command) and not connection._in_transaction:
        await_turn(connection)
    connection.busy = True
    try:
        # fakesnow's own tables, which DDL writes, have primary keys.
        with defining if DEFINE.match(command) else contextlib.nullcontext():
            return run(self, command, *arguments, **options)
    finally:
        connection.busy, connection.writing, connection.used = False, False, time.monotonic()


def run(self, command, *arguments, **options):
    try:
        return fakesnow_execute(self, rewrite(self._conn, command), *arguments, **options)
    except (errors.ProgrammingError, errors.OperationalError):
        raise
    except duckdb.TransactionException as e:
        number = 90217 if "aborted" in str(e) else 625
        raise errors.ProgrammingError(msg=str(e), errno=number, sqlstate="57014")
    except duckdb.ConversionException as e:
        raise errors.ProgrammingError(msg=str(e), errno=100038, sqlstate="22018")
    except duckdb.ConstraintException as e:
        raise errors.ProgrammingError(msg=str(e), errno=100072, sqlstate="22000")
    except Exception as e:
        raise errors.ProgrammingError(msg=f"emulator: {type(e).__name__}: {e}", errno=9999, sqlstate="0A000")


def transform(self, expression, params):
    # DuckDB has no length of a BINARY.
    made = fakesnow_transform(self, expression, params)
    for kind in made.find_all(exp.DataType):
        if kind.this in (exp.DataType.Type.BINARY, exp.DataType.Type.VARBINARY):
            kind.set("expressions", None)
    return made


def execute_one(self, transformed, params=None):
    # fakesnow makes a MERGE of several statements, one of which would commit the transaction; DuckDB has it now.
    if not isinstance(transformed, exp.Merge):
        return fakesnow_execute_one(self, transformed, params)
    if not self._conn._autocommit and not self._conn._in_transaction:
        self._duck_conn.begin()
        self._conn._in_transaction = True
    self._duck_conn.execute(transformed.sql(dialect="duckdb"), params)
    (count,) = self._duck_conn.fetchone()
    return fakesnow_execute_one(self, parse_one(f'SELECT {count} AS "number of rows merged"'))


cursor.transforms.merge = lambda expression: [expression]
fakesnow_transform = cursor.FakeSnowflakeCursor._transform
cursor.FakeSnowflakeCursor.execute = execute
cursor.FakeSnowflakeCursor._execute = execute_one
cursor.FakeSnowflakeCursor._transform = transform


# A table's name may hold a quote.
fakesnow_lengths = cursor.info_schema.insert_text_lengths_sql
cursor.info_schema.insert_text_lengths_sql = lambda catalog, schema, table, lengths: fakesnow_lengths(
    catalog, schema, table.replace("'", "''"), [(column.replace("'", "''"), size) for column, size in lengths]
)


class Created:
    def substitute(self, name):
        return "SELECT 'Table %s successfully created.' AS status" % name.replace("'", "''")


cursor.SQL_CREATED_TABLE = Created()


# Sessions: a closed one rolls back at once, and one that is unknown has expired.
def end_session(token):
    if connection := server.sessions.pop(token, None):
        roll_back(connection)
        connection.close()


def expired():
    return {"data": None, "code": "390112", "message": "Your session has expired. Please login again.", "success": False}


async def session(request):
    token = server.to_token(request)
    if token not in server.sessions:
        return starlette.responses.JSONResponse(expired())
    if request.query_params.get("delete"):
        end_session(token)
    return starlette.responses.JSONResponse({"data": None, "code": None, "message": None, "success": True})


async def query(request):
    if server.to_token(request) not in server.sessions:
        return starlette.responses.JSONResponse(expired())
    return await server.query_request(request)


def renew(request):
    answer = expired() | {"code": "390114", "message": "Authentication token has expired. The user must authenticate again."}
    return starlette.responses.JSONResponse(answer)


def expire_sessions(request):
    for token in list(server.sessions):
        end_session(token)
    return starlette.responses.JSONResponse({"success": True})


server.app.router.routes[:0] = [
    Route("/session", session, methods=["POST"]),
    Route("/session/heartbeat", session, methods=["POST"]),
    Route("/session/token-request", renew, methods=["POST"]),
    Route("/queries/v1/query-request", query, methods=["POST"]),
    Route("/telemetry/send", lambda request: starlette.responses.JSONResponse({"success": True}), methods=["POST"]),
    Route("/emulator/expire-sessions", expire_sessions, methods=["POST"]),
    Route("/emulator/chunks/{name}", get_chunk, methods=["GET"]),
]

if __name__ == "__main__":
    try:
        with start_server(port=int(sys.argv[1])) as started:
            print("READY", started["port"], flush=True)
            sys.stdin.read()
    finally:
        shutil.rmtree(stage.LOCAL_BUCKET_PATH, ignore_errors=True)
