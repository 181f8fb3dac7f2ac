-- One session with the language server in a headless Neovim (0.7 or later):
--   nvim --headless -u NONE -n -i NONE -c 'luafile session.lua'
-- FERRULE_SESSION names a JSON file with what to do; the observations are written beside it, for the
-- test to judge: this script waits and reports, and asserts only what it needs to go on.

local session_file = assert(os.getenv('FERRULE_SESSION'), 'FERRULE_SESSION is not set')
local DEADLINE_MS = 60000
local POLL_MS = 20

local function read_json(path)
  return vim.json.decode(table.concat(vim.fn.readfile(path), '\n'))
end

local session = read_json(session_file)
local seen = {}
local exit_code

vim.o.hidden = true -- a buffer that is left stays attached to the client

local function wait_for(what, condition)
  assert(vim.wait(DEADLINE_MS, condition, POLL_MS), 'gave up waiting for ' .. what)
end

local function start_client()
  local id = assert(vim.lsp.start_client({
    name = 'ferrule',
    cmd = session.command,
    root_dir = session.root,
    workspace_folders = { { uri = vim.uri_from_fname(session.root), name = 'example' } },
    get_language_id = function() return 'rust' end,
    on_exit = function(code) exit_code = code end,
  }), 'the client did not start')
  wait_for('the answer to initialize', function()
    local client = vim.lsp.get_client_by_id(id)
    return exit_code ~= nil or (client and client.initialized)
  end)
  assert(exit_code == nil, 'the server ended with status ' .. tostring(exit_code))
  return id
end

-- Shows a file. One that is shown already stays as it is: reading it again would close it for the server.
local function edit(client_id, path)
  if vim.api.nvim_buf_get_name(0) ~= path then vim.cmd('edit ' .. vim.fn.fnameescape(path)) end
  if vim.lsp.buf_is_attached(0, client_id) then return end
  vim.bo.filetype = 'rust'
  assert(vim.lsp.buf_attach_client(0, client_id), 'the buffer could not be attached')
end

local function request(client_id, method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, DEADLINE_MS), method .. ' timed out')
  local answer = answers[client_id] or {}
  assert(not answer.error, method .. ' failed: ' .. vim.inspect(answer.error))
  return answer.result
end

local function diagnostics()
  return vim.tbl_map(function(d)
    return { line = d.lnum, code = d.code, source = d.source, message = d.message }
  end, vim.diagnostic.get(0))
end

local function hover(client_id, place)
  edit(client_id, place.file)
  local result = request(client_id, 'textDocument/hover', {
    textDocument = vim.lsp.util.make_text_document_params(0),
    position = { line = place.line, character = place.character },
  })
  local contents = result and result.contents
  return type(contents) == 'table' and contents.value or contents
end

local function diagnostic_with(code)
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if d.code == code then return d end
  end
  error('no ' .. code .. ' among ' .. vim.inspect(diagnostics()))
end

local function apply_fix(client_id, fix)
  local d = diagnostic_with(fix.code)
  local range = {
    start = { line = d.lnum, character = d.col },
    ['end'] = { line = d.end_lnum, character = d.end_col },
  }
  local from_server = d.user_data and d.user_data.lsp or {}
  local actions = request(client_id, 'textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = range,
    context = {
      diagnostics = {
        { range = range, code = d.code, source = d.source, message = d.message, severity = d.severity, data = from_server.data },
      },
    },
  }) or {}
  seen.actions = vim.tbl_map(function(action) return action.title end, actions)
  for _, action in ipairs(actions) do
    if action.title == fix.title then
      local resolved = action.edit and action or request(client_id, 'codeAction/resolve', action)
      vim.lsp.util.apply_workspace_edit(resolved.edit, vim.lsp.get_client_by_id(client_id).offset_encoding)
      return
    end
  end
  error('"' .. fix.title .. '" is not among ' .. vim.inspect(seen.actions))
end

local function main()
  local client_id = start_client()

  edit(client_id, session.fix.file)
  wait_for('the diagnostics', function() return #vim.diagnostic.get(0) >= session.fix.expected end)
  seen.diagnostics = diagnostics()

  seen.hover = hover(client_id, session.hover)

  edit(client_id, session.fix.file)
  apply_fix(client_id, session.fix)
  wait_for('the finding to go', function() return #vim.diagnostic.get(0) < session.fix.expected end)
  seen.after_fix = diagnostics()
  vim.cmd('write')

  vim.lsp.stop_client(client_id)
  wait_for('the server to end', function() return exit_code ~= nil end)
  seen.exit_code = exit_code
end

local ok, failure = xpcall(main, debug.traceback)
if not ok then seen.failure = failure end
vim.fn.writefile({ vim.json.encode(seen) }, session_file .. '.seen')
vim.cmd('qall!')
