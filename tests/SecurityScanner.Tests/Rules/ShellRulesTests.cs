namespace SecurityScanner.Tests.Rules;

/// <summary>Commands a shell reads.</summary>
public class ShellRulesTests
{
    [Theory]
    [InlineData("py", "shell-injection", "os.system(\"rm \" + path)")]
    [InlineData("py", "shell-injection", "os.system(f\"rm {path}\")")]
    [InlineData("py", "shell-injection", "os.system(cmd)")]
    [InlineData("py", "shell-injection", "os.popen(\"ls %s\" % d)")]
    [InlineData("py", "shell-injection", "subprocess.run(cmd, shell=True)")]
    [InlineData("py", "shell-injection", "subprocess.check_output(\"ls \" + d, shell=True)")]
    [InlineData("py", "shell-injection", "sp.Popen(f\"ls {d}\", stdout=PIPE, shell=True)")]
    [InlineData("py", "shell-injection", "subprocess.getoutput(\"ls \" + d)")]
    [InlineData("py", "shell-injection", "subprocess.run(\"ls -l\", shell=True)")]
    [InlineData("js", "shell-injection", "const cp = require('child_process'); cp.exec('ls ' + d)")]
    [InlineData("js", "shell-injection", "import { exec } from 'child_process'; exec(`ls ${d}`)")]
    [InlineData("ts", "shell-injection", "import { execSync } from 'node:child_process'; execSync(cmd)")]
    [InlineData("js", "shell-injection", "require('child_process'); child_process.execSync(`git log ${r}`)")]
    [InlineData("js", "shell-injection", "spawn(`ls ${d}`, [], { shell: true })")]
    [InlineData("cs", "shell-injection", "Process.Start(\"sh\", \"-c \" + cmd);")]
    [InlineData("cs", "shell-injection", "Process.Start(\"cmd.exe\", $\"/c del {path}\");")]
    [InlineData("cs", "shell-injection", "new ProcessStartInfo(\"/bin/bash\", $\"-c \\\"ls {d}\\\"\");")]
    [InlineData("cs", "shell-injection", "psi.Arguments = $\"-c \\\"{cmd}\\\"\";")]
    [InlineData("cs", "shell-injection", "new ProcessStartInfo { FileName = \"bash\", Arguments = \"-c \" + cmd };")]
    public void Scan_Weakness_IsFound(string extension, string rule, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBe(rule);

    [Theory]
    [InlineData("py", "os.system(\"clear\")")]
    [InlineData("py", "subprocess.run([\"ls\", d])")]
    [InlineData("py", "subprocess.run([\"ls\", d], shell=False)")]
    [InlineData("py", "# os.system(\"rm \" + path)")]
    [InlineData("py", "s = \"os.system(cmd)\"")]
    [InlineData("py", "os.system(\"ls \" + shlex.quote(d))")]
    [InlineData("py", "def system(cmd): pass")]
    [InlineData("js", "const m = /a(b)/.exec(text); require('child_process')")]
    [InlineData("js", "re.exec(`x${y}`); require('child_process')")]
    [InlineData("js", "execFile('ls', [d])")]
    [InlineData("js", "import { exec } from 'child_process'; exec('ls -l')")]
    [InlineData("js", "exec(`ls ${d}`)")]
    [InlineData("js", "spawn('ls', [d])")]
    [InlineData("js", "// cp.exec('ls ' + d) child_process")]
    [InlineData("cs", "Process.Start(\"git\", \"log \" + r);")]
    [InlineData("cs", "Process.Start(\"sh\", \"-c ls\");")]
    [InlineData("cs", "// Process.Start(\"sh\", \"-c \" + cmd);")]
    [InlineData("cs", "psi.Arguments = $\"--config {path}\";")]
    [InlineData("cs", "psi.ArgumentList.Add(path);")]
    public void Scan_HarmlessLookAlike_IsNotFound(string extension, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBeEmpty();
}
