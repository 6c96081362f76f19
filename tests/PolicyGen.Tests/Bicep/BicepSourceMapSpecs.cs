using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

/// <summary>Every resource with the line that declares it: name @ file:line:column; line 0 where it cannot be told.</summary>
public class BicepSourceMapSpecs
{
    private const string Account = "location: 'japaneast', kind: 'StorageV2', sku: { name: 'Standard_LRS' }";
    private const string Head = "{ \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\",";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder("policygen 日本 tests");

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task One_declaration_of_a_type() => Assert.That(
        await LocateAsync("main.bicep", $$"""
            @description('''
            resource not 'here'
            ''')
            resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'stmed0001', {{Account}} }
            """),
        Is.EqualTo(new[] { "stmed0001 @ main.bicep:4:1" }));

    [Test]
    public async Task Several_declarations_with_loops_and_conditions_of_one_type() => Assert.That(
        await LocateAsync("main.bicep", $$"""
            param names string[] = ['x', 'y']
            param some bool = true
            var fixedName = 'stfixed01'
            resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = [for n in names: { name: 'st${n}00001', {{Account}} }]
            resource b 'Microsoft.Storage/storageAccounts@2023-01-01' = if (some) { name: fixedName, {{Account}} }
            resource c 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'st${uniqueString('clinic')}', {{Account}} }
            resource d 'Microsoft.Storage/storageAccounts@2022-09-01' = { name: 'stolder01', {{Account}} }
            resource e 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'stold0001' }
            """),
        Is.EquivalentTo(new[]
        {
            "stx00001 @ main.bicep:4:1", "sty00001 @ main.bicep:4:1", "stfixed01 @ main.bicep:5:1", "stsdgioe2gt6b7e @ main.bicep:6:1", "stolder01 @ main.bicep:7:1",
        }));

    [Test]
    public async Task Children_in_their_parents_and_beside_them() => Assert.That(
        await LocateAsync("main.bicep", $$"""
            resource one 'Microsoft.Storage/storageAccounts@2023-01-01' = {
              name: 'stone0001', {{Account}}
              resource svc 'blobServices' = {
                name: 'default'
                resource a 'containers' = { name: 'a' }
                @batchSize(1)
                resource b 'containers' = [for i in range(0, 2): { name: 'b${i}' }]
              }
            }
            resource late 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-01-01' = { parent: two::svc, name: 'late' }
            resource two 'Microsoft.Storage/storageAccounts@2023-01-01' = if (one.name != '') {
              name: 'sttwo0001', {{Account}}
              resource svc 'blobServices' = { name: 'default' }
            }
            resource old 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
              name: 'stold0001'
              resource svc 'blobServices' existing = {
                name: 'default'
                resource c 'containers' = { name: 'c' }
              }
            }
            """.ReplaceLineEndings("\r\n").Replace(", location", "\r\nlocation", StringComparison.Ordinal).Replace(", kind", "\r\nkind", StringComparison.Ordinal).Replace(", sku", "\r\nsku", StringComparison.Ordinal)),
        Is.EquivalentTo(new[]
        {
            "stone0001 @ main.bicep:1:1", "stone0001/default @ main.bicep:6:3", "stone0001/default/a @ main.bicep:8:5", "stone0001/default/b0 @ main.bicep:10:5", "stone0001/default/b1 @ main.bicep:10:5",
            "sttwo0001/default/late @ main.bicep:13:1", "sttwo0001 @ main.bicep:14:1", "sttwo0001/default @ main.bicep:19:3", "stold0001/default/c @ main.bicep:25:5",
        }));

    [Test]
    public async Task Symbolic_names_say_it_too() => Assert.That(
        await LocateAsync("main.bicep", $$"""
            type pair = { a: string, b: string }
            param names pair = { a: 'stone0001', b: 'sttwo0001' }
            resource b 'Microsoft.Storage/storageAccounts@2023-01-01' = {
              name: names.b
              location: 'japaneast'
              kind: 'StorageV2'
              sku: { name: 'Standard_LRS' }
              resource svc 'blobServices' = { name: 'default' }
            }
            resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: names.a, {{Account}} }
            resource svc 'Microsoft.Storage/storageAccounts/blobServices@2023-01-01' = { parent: a, name: 'default' }
            """),
        Is.EquivalentTo(new[] { "stone0001 @ main.bicep:10:1", "sttwo0001 @ main.bicep:3:1", "stone0001/default @ main.bicep:11:1", "sttwo0001/default @ main.bicep:8:3" }));

    [Test]
    public async Task Through_modules_that_are_used_several_times()
    {
        _folder.Write("modules/net.bicep", """
            param prefix string
            resource table 'Microsoft.Network/routeTables@2023-09-01' = { name: '${prefix}-table', location: 'japaneast' }
            resource second 'Microsoft.Network/routeTables@2023-09-01' = { name: '${prefix}-second', location: 'japaneast' }
            module inner 'inner/inner.bicep' = { name: '${prefix}-inner', params: { prefix: prefix } }
            """);
        _folder.Write("modules/inner/inner.bicep", """
            param prefix string

            resource third 'Microsoft.Network/routeTables@2023-09-01' = { name: '${prefix}-third', location: 'japaneast' }
            """);
        _folder.Write("modules/vnet.json", $$"""
            {{Head}} "parameters": { "n": { "type": "string" } },
              "resources": [
                { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "[parameters('n')]" },
                { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "other" } ] }
            """);
        Assert.That(
            await LocateAsync("main.bicep", """
                module one 'modules/net.bicep' = { name: 'one', params: { prefix: 'one' } }
                module more 'modules/net.bicep' = [for n in ['x', 'y']: { name: n, params: { prefix: n } }]
                module json 'modules/vnet.json' = { name: 'json', params: { n: 'vnet' } }
                resource own 'Microsoft.Network/routeTables@2023-09-01' = { name: 'own', location: 'japaneast' }
                """),
            Is.EquivalentTo(new[]
            {
                "own @ main.bicep:4:1", "vnet @ modules/vnet.json:3:5", "other @ modules/vnet.json:4:5",
                "one-table @ modules/net.bicep:2:1", "one-second @ modules/net.bicep:3:1", "one-third @ modules/inner/inner.bicep:3:1",
                "x-table @ modules/net.bicep:2:1", "x-second @ modules/net.bicep:3:1", "x-third @ modules/inner/inner.bicep:3:1",
                "y-table @ modules/net.bicep:2:1", "y-second @ modules/net.bicep:3:1", "y-third @ modules/inner/inner.bicep:3:1",
            }));
    }

    [Test]
    public async Task From_a_parameter_file_across_scopes()
    {
        _folder.Write("group.bicep", $$"""
            param env string
            resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'sta${env}0001', {{Account}} }
            resource b 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 'stb${env}0001', {{Account}} }
            resource lock 'Microsoft.Authorization/locks@2020-05-01' = { name: 'keep', scope: b, properties: { level: 'CanNotDelete' } }
            """);
        _folder.Write("main.bicep", """
            targetScope = 'subscription'
            param env string
            resource rg 'Microsoft.Resources/resourceGroups@2022-09-01' = { name: 'rg-${env}', location: 'japaneast' }
            module group 'group.bicep' = { scope: rg, name: 'group', params: { env: env } }
            """);
        Assert.That(await LocateAsync("env/prod.bicepparam", "using '../main.bicep'\nparam env = readEnvironmentVariable('POLICYGEN_NO_SUCH', 'p')\n"),
            Is.EquivalentTo(new[] { "rg-p @ main.bicep:3:1", "stap0001 @ group.bicep:2:1", "stbp0001 @ group.bicep:3:1", "keep @ group.bicep:4:1" }));
    }

    [Test]
    public async Task In_a_template_with_children_copies_and_nested_deployments() => Assert.That(
        await LocateAsync("main.json", $$"""
            {{Head}}
              "parameters": { "p": { "type": "string", "defaultValue": "x" } },
              "resources": [
                { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "[parameters('p')]",
                  "resources": [
                    { "type": "subnets", "apiVersion": "2023-09-01", "name": "inner" } ] },
                { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "[format('c{0}', copyIndex())]", "copy": { "name": "c", "count": 2 } },
                { "type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2023-09-01", "name": "c0/beside" },
                { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "nested",
                  "properties": { "mode": "Incremental", "template": {{Head}} "resources": [
                    { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "[concat(parameters('p'), '-nested')]" } ] } } } ] }
            """),
        Is.EquivalentTo(new[]
        {
            "x @ main.json:4:5", "x/inner @ main.json:6:9", "c0 @ main.json:7:5", "c1 @ main.json:7:5", "c0/beside @ main.json:8:5", "x-nested @ main.json:11:9",
        }));

    [Test]
    public async Task Not_where_it_cannot_be_told() => Assert.That(
        // A nested template in a variable, and two declarations of one id with equal content.
        await LocateAsync("main.json", $$"""
            {{Head}}
              "variables": { "t": {{Head}} "resources": [ { "type": "Microsoft.Network/natGateways", "apiVersion": "2023-09-01", "name": "hidden" } ] } },
              "resources": [
                { "type": "Microsoft.Network/routeTables", "apiVersion": "2023-09-01", "name": "twice" },
                { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "a", "properties": { "mode": "Incremental", "template": {{Head}} "resources": [
                  { "type": "Microsoft.Network/routeTables", "apiVersion": "2023-09-01", "name": "twice" } ] } } },
                { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "b", "properties": { "mode": "Incremental", "template": "[variables('t')]" } } ] }
            """),
        Is.EquivalentTo(new[] { "twice @ main.json:0:0", "twice @ main.json:0:0", "hidden @ main.json:0:0" }));

    [Test]
    public async Task Files_keep_the_name_that_the_user_gave()
    {
        _folder.Write("inner.bicep", "resource t 'Microsoft.Network/routeTables@2023-09-01' = { name: 't', location: 'japaneast' }");
        _folder.Write("main.bicep", "resource r 'Microsoft.Network/natGateways@2023-09-01' = { name: 'r', location: 'japaneast' }\nmodule m 'inner.bicep' = { name: 'm' }");
        var given = Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder.PathOf("main.bicep"));
        var expansion = await RealBicep.ExpandAsync(given);
        var locations = await new BicepSourceMap(RealBicep.Client).LocateAsync(expansion, expansion.PredictedResources, CancellationToken.None);
        var folder = Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder.Root).Replace('\\', '/');
        Assert.That(locations.Select(l => l.File), Is.EquivalentTo(new[] { $"{folder}/main.bicep", $"{folder}/inner.bicep" }));
    }

    private async Task<string[]> LocateAsync(string path, string text)
    {
        var expansion = await RealBicep.ExpandAsync(_folder.Write(path, text));
        var map = new BicepSourceMap(RealBicep.Client);
        var locations = await map.LocateAsync(expansion, expansion.PredictedResources, CancellationToken.None);
        var marked = expansion.PredictedResources.Select(r => (JObject)Unresolved.Mark(r.DeepClone())).ToList();
        Assert.That(await map.LocateAsync(expansion, marked, CancellationToken.None), Is.EqualTo(locations), "where expressions were marked as unresolved");
        var root = _folder.Root.Replace('\\', '/') + "/";
        return [.. expansion.PredictedResources.Zip(locations, (r, l) => $"{r["name"]} @ {l.File.Replace(root, "", StringComparison.Ordinal)}:{l.Line}:{l.Column}")];
    }
}
