using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Speckit.EndToEnd;

/// <summary>A hostile plugin in the tier that this machine reaches: what it tries does not work, and what it uses up is limited.</summary>
public sealed class SandboxTests
{
    private const string Read = "filesystem.read";
    private const string Write = "filesystem.write";

    [Fact]
    public async Task Run_NoCapability_SeesNothingOfTheMachine()
    {
        using var attack = await Attack.StartAsync([]);

        (await attack.ResultAsync("open('/etc/shadow').read()")).ShouldContain("No such file");
        (await attack.ResultAsync("import os; os.listdir('/root')")).ShouldContain("No such file");
        (await attack.ResultAsync($"open('{attack.Sandbox.Project}/secret.txt').read()")).ShouldContain("No such file");
        (await attack.ResultAsync($"import os; os.listdir('{attack.Sandbox.Home}')")).ShouldContain("No such file");
        (await attack.ResultAsync("import os; os.listdir('/proc/1/root')")).ShouldContain("Permission denied");
        (await attack.ResultAsync("open('/proc/sys/kernel/core_pattern','w')")).ShouldContain("Error");
        (await attack.ResultAsync("open('/etc/x','w')")).ShouldContain("Error");
        (await attack.ResultAsync("import os; result=sorted(p for p in os.listdir('/proc') if p.isdigit())"))
            .Count(c => c == '"')
            .ShouldBe(4);
        (await attack.ResultAsync("import os; result=os.uname().nodename")).ShouldBe("speckit");
        var status = await attack.ResultAsync("result=open('/proc/self/status').read()");
        status.ShouldContain("NoNewPrivs:\t1");
        status.ShouldContain("Seccomp:\t2");
        status.ShouldContain("CapEff:\t0000000000000000");
        status.ShouldContain("CapBnd:\t0000000000000000");
    }

    [Theory]
    [InlineData("full")]
    [InlineData("restricted")]
    [InlineData("process")]
    public async Task Run_InATier_InheritsNothingOfTheHost(string tier)
    {
        using var attack = await Attack.StartAsync([]);
        File.WriteAllText(Path.Combine(attack.Sandbox.Home, ".specify", "config.yaml"), $"sandbox:\n  tier: {tier}\n");

        var found = await attack.ResultAsync(
            "import os; p='/proc/self/fd/'; result=' '.join(sorted(os.readlink(p+f).split(':')[0] for f in os.listdir(p) if os.path.lexists(p+f)))"
        );

        foreach (var word in new[] { "socket", "memfd", "launcher", "anon_inode", Path.GetFileName(Tools.Specify) })
        {
            found.ShouldNotContain(word);
        }

        found.ShouldContain("pipe");
    }

    [Fact]
    public async Task Run_ManyProgramsAtOnce_EachStartsAndEndsAsItShould()
    {
        using var attack = await Attack.StartAsync(["subprocess"]);
        const string ask = """
            import json, sys
            for i in range(40):
                print(json.dumps({"jsonrpc": "2.0", "id": 1000 + i, "method": "shell/run", "params": {"argv": ["true"]}}), flush=True)
            answers = {}
            while len(answers) < 40:
                message = json.loads(sys.stdin.readline())
                if "method" not in message:
                    answers[message["id"]] = message.get("result", {}).get("exitCode", str(message.get("error")))
            result = sorted(str(a) for a in set(answers.values()))
            """;

        for (var i = 0; i < 3; i++)
        {
            (await attack.ResultAsync(ask)).ShouldBe("[\"0\"]");
        }

        Processes.Naming(attack.Sandbox.Project).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("full")]
    [InlineData("restricted")]
    [InlineData("process")]
    public async Task Run_StartThatCannotBeAudited_RunsNothingOfThePlugin(string tier)
    {
        using var attack = await Attack.StartAsync([]);
        var state = Path.Combine(attack.Sandbox.Project, ".specify");
        File.WriteAllText(Path.Combine(attack.Sandbox.Home, ".specify", "config.yaml"), $"sandbox:\n  tier: {tier}\n");
        (await attack.ResultAsync("result='ran'")).ShouldBe("ran");
        var began = Path.Combine(state, "data", "attacker", "home", "began");
        File.Exists(began).ShouldBeTrue("it tells when it runs");
        File.Delete(began);
        var log = Path.Combine(state, "audit", "audit.jsonl");
        File.Move(log, log + ".kept");
        Directory.CreateDirectory(log);

        var ran = await attack.RunAsync("result='ran'");

        ran.ExitCode.ShouldNotBe(0, ran.All);
        ran.All.ShouldContain("audit.jsonl");
        File.Exists(began).ShouldBeFalse("it ran all the same");
        Processes.Naming(attack.Sandbox.Project).ShouldBeEmpty();
        Directory.Delete(log);
        File.Move(log + ".kept", log);
        (await attack.ResultAsync("result='again'")).ShouldBe("again");
    }

    [Fact]
    public async Task Run_NoSubprocess_StartsNoProgram()
    {
        using var attack = await Attack.StartAsync([]);

        (await attack.ResultAsync("import os; os.fork()")).ShouldContain("not permitted");
        (await attack.ResultAsync("import subprocess; subprocess.run(['/bin/sh','-c','true'])")).ShouldContain("Error");
        (await attack.ResultAsync("import os; os.execv('/bin/sh',['sh'])")).ShouldContain("Error");
        (
            await attack.ResultAsync(
                "import threading; t=threading.Thread(target=lambda:None); t.start(); t.join(); result='threads'"
            )
        ).ShouldBe("threads");
    }

    [Fact]
    public async Task Run_Subprocess_RunsProgramsInTheSameSandbox()
    {
        using var attack = await Attack.StartAsync(["subprocess"]);

        (
            await attack.ResultAsync(
                "import subprocess; result=subprocess.run(['/bin/cat','/etc/passwd'],capture_output=True,text=True).stdout"
            )
        ).ShouldBe("plugin:x:1000:1000::/tmp:/bin/false\n");
        (
            await attack.ResultAsync(
                "import subprocess; result=subprocess.run(['/bin/ls','/root'],capture_output=True,text=True).stderr"
            )
        ).ShouldContain("No such file");
    }

    [Fact]
    public async Task Run_SystemCallsOfEscapes_AreNotPermitted()
    {
        using var attack = await Attack.StartAsync(["subprocess"]);
        const string calls = """
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            def errno(call):
                return ctypes.get_errno() if call() == -1 else 0
            result = [
                errno(lambda: libc.unshare(0x10000000)),
                errno(lambda: libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)),
                errno(lambda: libc.umount2(b'/proc', 2)),
                errno(lambda: libc.ptrace(16, 1, 0, 0)),
                errno(lambda: libc.personality(0x0040000)),
                errno(lambda: libc.setns(0, 0)),
                errno(lambda: libc.ioctl(0, 0x5412, b'x')),
                errno(lambda: libc.prctl(1, 0, 0, 0, 0)),
                errno(lambda: libc.syscall(425, 1, 0)),
            ]
            """;

        (await attack.ResultAsync(calls)).ShouldBe("[1,1,1,1,1,1,1,1,38]");
    }

    [Fact]
    public async Task Run_NoNetwork_OpensNoSocket()
    {
        using var attack = await Attack.StartAsync([]);

        foreach (var family in new[] { "AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET" })
        {
            (
                await attack.ResultAsync(
                    $"import socket; socket.socket(socket.{family}, socket.SOCK_STREAM if '{family}' != 'AF_PACKET' else socket.SOCK_RAW)"
                )
            ).ShouldContain("not permitted");
        }

        (
            await attack.ResultAsync("import socket; a,b=socket.socketpair(); a.send(b'x'); result=b.recv(1).decode()")
        ).ShouldBe("x");
        (await attack.ResultAsync("import socket; socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)")).ShouldContain(
            "not permitted"
        );
    }

    [Fact]
    public async Task Run_HostList_ReachesThoseHostsThroughTheProxyAlone()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var serving = ServeAsync(server);
        using var attack = await Attack.StartAsync(
            ["network"],
            "sandbox:\n  network:\n    allowed_hosts: ['127.0.0.1']\n    blocked_ports: [5432]\n"
        );

        (
            await attack.ResultAsync(
                $"import urllib.request; result=urllib.request.urlopen('http://127.0.0.1:{port}/').read().decode()"
            )
        ).ShouldBe("hello");
        (
            await attack.ResultAsync(
                "import urllib.request; urllib.request.urlopen('http://169.254.169.254/latest/meta-data')"
            )
        ).ShouldContain("403");
        (
            await attack.ResultAsync("import urllib.request; urllib.request.urlopen('http://example.com/')")
        ).ShouldContain("403");
        (
            await attack.ResultAsync("import urllib.request; urllib.request.urlopen('http://127.0.0.1:5432/')")
        ).ShouldContain("403");
        (await attack.ResultAsync($"import socket; socket.create_connection(('127.0.0.1',{port}),5)")).ShouldContain(
            "Error"
        );
        (await attack.ResultAsync("import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)")).ShouldContain(
            "not permitted"
        );
        server.Stop();
        await serving;
        var audit = File.ReadAllText(Path.Combine(attack.Sandbox.Project, ".specify", "audit", "audit.jsonl"));
        audit.ShouldContain($"127.0.0.1:{port}");
        audit.ShouldContain("example.com:80");
    }

    [Fact]
    public async Task Run_ReadTheProject_ReadsItAndWritesNothing()
    {
        using var attack = await Attack.StartAsync([Read]);
        var project = attack.Sandbox.Project;

        (await attack.ResultAsync($"result=open('{project}/secret.txt').read()")).ShouldBe("s3cret");
        (await attack.ResultAsync($"open('{project}/new','w')")).ShouldContain("Error");
        (await attack.ResultAsync($"import os; os.remove('{project}/secret.txt')")).ShouldContain("Error");
        (await attack.ResultAsync($"import os; result=os.listdir('{project}/.specify')")).ShouldNotContain("audit");
        (await attack.ResultAsync($"open('{project}/.specify/data/other/x').read()")).ShouldContain("No such file");
    }

    [Fact]
    public async Task Run_WriteTheProject_NeverWritesWhatIsProtected()
    {
        using var attack = await Attack.StartAsync([Read, Write]);
        var project = attack.Sandbox.Project;
        Directory.CreateDirectory(Path.Combine(project, ".git", "hooks"));

        (await attack.ResultAsync($"open('{project}/new.txt','w').write('x'); result='written'")).ShouldBe("written");
        string[] targets =
        [
            ".git/hooks/pre-commit",
            ".git/config",
            ".claude/settings.json",
            ".cursor/x",
            ".vscode/tasks.json",
            ".idea/x",
            ".mcp.json",
            ".bashrc",
            ".specify/policy.yaml",
            ".specify/registry.yaml",
            ".specify/plugins.lock.json",
            ".specify/plugins/attacker/plugin.yaml",
        ];
        foreach (var target in targets)
        {
            var tried =
                $"import os; os.makedirs(os.path.dirname('{project}/{target}'), exist_ok=True); open('{project}/{target}','w')";
            (await attack.ResultAsync(tried)).ShouldContain("Error", customMessage: target);
        }

        foreach (var target in new[] { ".git", ".claude", ".specify", ".mcp.json" })
        {
            (await attack.ResultAsync($"import os; os.rename('{project}/{target}','{project}/moved')")).ShouldContain(
                "Error"
            );
        }

        (await attack.ResultAsync($"import os; os.link('{project}/.git/hooks','{project}/h')")).ShouldContain("Error");
        File.ReadAllText(Path.Combine(project, "new.txt")).ShouldBe("x");

        // What was held in place of what is not there is gone again.
        new[] { ".mcp.json", ".bashrc", ".idea", ".cursor" }.ShouldAllBe(n => !Path.Exists(Path.Combine(project, n)));
    }

    [Fact]
    public async Task Run_DataFolderThatIsALink_DoesNotStart()
    {
        using var attack = await Attack.StartAsync([]);
        var data = Path.Combine(attack.Sandbox.Project, ".specify", "data", "attacker");
        Directory.Delete(data, recursive: true);
        Directory.CreateSymbolicLink(data, attack.Sandbox.Home);

        var refused = await attack.RunAsync("result=1");

        refused.ExitCode.ShouldBe(3, refused.All);
        refused.Error.ShouldContain("SPK6022");
        refused.Error.ShouldContain("is a link");
    }

    [Fact]
    public async Task Run_TooMuchMemory_NamesTheLimit()
    {
        using var attack = await Attack.StartAsync([], "resource_limits:\n  memory_mb: 64\n");

        var ended = await attack.RunAsync("x=[]\nwhile True: x.append(bytearray(1<<20))");

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("SPK6023");
        ended.Error.ShouldContain("memory (64 MiB)");
    }

    [Fact]
    public async Task Run_TooMuchOutput_NamesTheLimit()
    {
        using var attack = await Attack.StartAsync([], "resource_limits:\n  output_mb: 1\n");

        var ended = await attack.RunAsync("import sys\nwhile True: sys.stderr.write('x'*65536)");

        ended.Error.ShouldContain("SPK6023");
        ended.Error.ShouldContain("output (1 MiB)");
        (await attack.ResultAsync("import os\nopen(os.environ['HOME']+'/big','wb').write(b'x'*(2<<20))")).ShouldContain(
            "File too large"
        );
    }

    [Fact]
    public async Task Run_TooLong_IsEnded()
    {
        using var attack = await Attack.StartAsync([], "resource_limits:\n  timeout: 1\n");

        var ended = await attack.RunAsync("import time; time.sleep(60)");

        ended.Error.ShouldContain("SPK6006");
        ended.Error.ShouldContain("within 1 s");
    }

    [Fact]
    public async Task Run_ForkBomb_IsLimited()
    {
        using var attack = await Attack.StartAsync(["subprocess"], "resource_limits:\n  processes: 20\n");
        const string bomb = """
            import os, time
            made = 0
            try:
                while made < 500:
                    if os.fork() == 0:
                        time.sleep(30); os._exit(0)
                    made += 1
            except OSError as e:
                result = str(made) + ' then ' + type(e).__name__
            """;

        var said = await attack.ResultAsync(bomb);

        said.ShouldContain("then BlockingIOError");
        int.Parse(said.Split(' ')[0]).ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Run_HostKilled_EndsDoubleForkedChildrenToo()
    {
        using var attack = await Attack.StartAsync(["subprocess"]);
        var marker = $"speckit-orphan-{Guid.NewGuid():N}";
        var code = $"""
            import os, time
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.execv('/usr/bin/python3', ['python3', '-c', 'import time; time.sleep(300)', '{marker}'])
                os._exit(0)
            time.sleep(300)
            """;
        using var host = Tools.Start(
            Tools.Specify,
            ["run", "e2e:attack", code],
            attack.Sandbox.Project,
            attack.Sandbox.Home
        );
        await Processes.WaitAsync(() => Processes.CountWith(marker, besides: host.Id) > 0);

        host.Kill();

        await host.WaitForExitAsync();
        await Processes.WaitAsync(() => Processes.CountWith(marker, besides: host.Id) == 0);
        Processes.CountWith(marker, besides: host.Id).ShouldBe(0);
    }

    [Fact]
    public async Task Run_LowerTierChosen_SaysSoOnEachRun()
    {
        using var attack = await Attack.StartAsync([]);
        File.WriteAllText(
            Path.Combine(attack.Sandbox.Home, ".specify", "config.yaml"),
            "sandbox:\n  tier: restricted\n"
        );

        var ran = await attack.RunAsync("import os; os.fork()");

        ran.ShouldSucceed();
        ran.Error.ShouldContain("SPK6024");
        ran.Output.ShouldContain("not permitted");
        (await attack.ResultAsync("open('/etc/shadow').read()")).ShouldContain("Permission denied");
        (await attack.ResultAsync($"open('{attack.Sandbox.Project}/secret.txt').read()")).ShouldContain(
            "Permission denied"
        );
        (await attack.ResultAsync("import socket; socket.socket()")).ShouldContain("not permitted");
    }

    [Fact]
    public async Task Run_BubblewrapThatFails_DoesNotStart()
    {
        using var attack = await Attack.StartAsync([]);
        var folder = Directory.CreateDirectory(Path.Combine(attack.Sandbox.Work, "bin")).FullName;
        var fake = Path.Combine(folder, "bwrap");
        File.WriteAllText(fake, "#!/bin/sh\ncase \"$*\" in *--remount-ro*) echo broken >&2; exit 1;; esac\nexit 125\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        }

        var refused = await attack.RunAsync(
            "result=1",
            new() { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" }
        );

        refused.ExitCode.ShouldBe(3, refused.All);
        refused.Error.ShouldContain("SPK6022");
        refused.Error.ShouldContain("broken");
    }

    [Fact]
    public async Task Run_AsAnOrdinaryUser_ReachesTheSameTier()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"),
            "only root can become somebody else, with setpriv"
        );
        using var attack = await Attack.StartAsync([Read, Write], "resource_limits:\n  memory_mb: 64\n");
        var specify = Path.Combine(
            Directory.CreateDirectory(Path.Combine(attack.Sandbox.Work, "bin")).FullName,
            "specify"
        );
        var launcher = Path.Combine(
            Directory.CreateDirectory(Path.Combine(attack.Sandbox.Work, "libexec", "speckit")).FullName,
            "launcher"
        );
        File.Copy(Tools.Specify, specify);
        File.Copy(Tools.Launcher, launcher);
        var root = Path.GetDirectoryName(attack.Sandbox.Home)!;
        (await Tools.RunAsync("chown", ["-R", "65534:65534", root], "/", "/")).ShouldSucceed();

        var seen = await RunAsync(
            "import os; result=[os.uname().nodename, os.getuid(), sorted(os.listdir('/home') if os.path.exists('/home') else [])]"
        );
        var written = await RunAsync($"open('{attack.Sandbox.Project}/.mcp.json','w')");
        var bomb = await RunAsync("x=bytearray(100<<20)");
        var doctor = await Tools.RunAsync(
            "setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", specify, "doctor"],
            attack.Sandbox.Project,
            attack.Sandbox.Home
        );

        doctor.Output.ShouldContain($"launcher: {launcher}");

        seen.ShouldSucceed().Output.ReplaceLineEndings("").Replace(" ", "").ShouldContain("[\"speckit\",1000,[]]");
        written.ShouldSucceed().Output.ShouldContain("Error");
        bomb.Error.ShouldContain("memory (64 MiB)");

        Task<Finished> RunAsync(string python) =>
            Tools.RunAsync(
                "setpriv",
                ["--reuid=65534", "--regid=65534", "--clear-groups", specify, "run", "--json", "e2e:attack", python],
                attack.Sandbox.Project,
                attack.Sandbox.Home
            );
    }

    [Fact]
    public async Task Doctor_ThisMachine_TellsItsTier()
    {
        using var sandbox = await new Sandbox().InitializeAsync();

        var told = await sandbox.SpecifyAsync("doctor", "--json");

        using var document = JsonDocument.Parse(told.Output);
        var findings = document.RootElement.GetProperty("data").GetProperty("findings").EnumerateArray().ToArray();
        var tier = findings.Single(f => f.GetProperty("name").GetString() == "tier");
        told.ExitCode.ShouldBe(findings.Any(f => f.GetProperty("status").GetString() == "problem") ? 1 : 0);
        tier.GetProperty("found").GetString().ShouldBe("full", told.All);
        findings.ShouldContain(f => f.GetProperty("name").GetString() == "python");
    }

    private static async Task ServeAsync(TcpListener server)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptSocketAsync();
                _ = await client.ReceiveAsync(new byte[4096]);
                await client.SendAsync(
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray()
                );
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private sealed class Attack : IDisposable
    {
        private Attack(Sandbox sandbox) => Sandbox = sandbox;

        internal Sandbox Sandbox { get; }

        internal static async Task<Attack> StartAsync(string[] capabilities, string more = "")
        {
            var sandbox = await new Sandbox().InitializeAsync();
            File.WriteAllText(Path.Combine(sandbox.Project, "secret.txt"), "s3cret");
            Directory.CreateDirectory(Path.Combine(sandbox.Project, ".specify", "data", "other"));
            File.WriteAllText(Path.Combine(sandbox.Project, ".specify", "data", "other", "x"), "other's");
            var package = await sandbox.PackAsync(new AttackPlugin(capabilities, more).Write(sandbox.Work));
            (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
            (await sandbox.SpecifyAsync("plugin", "enable", "attacker")).ShouldSucceed();
            return new Attack(sandbox);
        }

        internal Task<Finished> RunAsync(string python, Dictionary<string, string>? variables = null) =>
            Tools.RunAsync(
                Tools.Specify,
                ["run", "--json", "e2e:attack", python],
                Sandbox.Project,
                Sandbox.Home,
                variables
            );

        /// <summary>What the plugin answered: a text as it is, anything else as JSON.</summary>
        internal async Task<string> ResultAsync(string python)
        {
            var ran = await RunAsync(python);
            using var document = JsonDocument.Parse(ran.ShouldSucceed().Output);
            var result = document.RootElement.GetProperty("data").GetProperty("result");
            return result.ValueKind == JsonValueKind.String ? result.GetString()! : JsonSerializer.Serialize(result);
        }

        public void Dispose() => Sandbox.Dispose();
    }
}
